"""The loop around a program that trains beside the engine. Prints `ready` and what it is, then reads lines
`style V H T B networks seconds` and answers each with characters per second, of all networks, a step of each in turn."""
import sys
import time


def serve(prepared, description):
    """`prepared(style, V, H, T, B)` gives one training step as a function, and the characters it trains on."""
    ready = {}
    print("ready", description, flush=True)
    for line in sys.stdin:
        style, *numbers = line.split()
        *sizes, networks = map(int, numbers[:5])
        key = (style, *sizes, networks)
        seconds = float(numbers[5])
        if key not in ready:
            ready[key] = [prepared(style, *sizes) for _ in range(networks)]
        steps_of = ready[key]
        begun, done = time.perf_counter(), 0
        while done == 0 or time.perf_counter() - begun < seconds:
            for step, characters in steps_of:
                step()
                done += characters
        print(done / (time.perf_counter() - begun), flush=True)
