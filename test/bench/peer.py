"""The loop around a program that trains beside the engine. Prints `ready` and what it is, then reads lines
`style V H T B seconds` and answers each with characters per second."""
import sys
import time


def serve(prepared, description):
    """`prepared(style, V, H, T, B)` gives one training step as a function, and the characters it trains on."""
    ready = {}
    print("ready", description, flush=True)
    for line in sys.stdin:
        style, *numbers = line.split()
        key = (style, *map(int, numbers[:4]))
        seconds = float(numbers[4])
        if key not in ready:
            ready[key] = prepared(*key)
        step, characters = ready[key]
        begun, steps = time.perf_counter(), 0
        while steps == 0 or time.perf_counter() - begun < seconds:
            step()
            steps += 1
        print(steps * characters / (time.perf_counter() - begun), flush=True)
