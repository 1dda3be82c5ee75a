"""Event files by TensorBoard's own loader, where it is installed; else by protobuf and the fields of event.proto.

Prints as JSON what was read: {tag: [[step, value], …]} of the first file of the run's folder that is named; by TensorBoard
also the rows of its table of hyperparameters over all runs of the folder that is named second.
"""

import json
import os
import struct
import sys


def by_tensorboard(path):
    from tensorboard.backend.event_processing import event_accumulator

    loaded = event_accumulator.EventAccumulator(path, size_guidance={"scalars": 0})
    loaded.Reload()
    return {tag: [[e.step, e.value if e.value == e.value else None] for e in loaded.Scalars(tag)] for tag in loaded.Tags()["scalars"]}


def table(folder):
    from tensorboard import context
    from tensorboard.backend.event_processing import data_provider, plugin_event_multiplexer
    from tensorboard.plugins import base_plugin
    from tensorboard.plugins.hparams import api_pb2, backend_context, list_session_groups

    runs = plugin_event_multiplexer.EventMultiplexer()
    runs.AddRunsFromDirectory(folder)
    runs.Reload()
    provider = data_provider.MultiplexerDataProvider(runs, folder)
    backend = backend_context.Context(base_plugin.TBContext(data_provider=provider, logdir=folder))
    request = api_pb2.ListSessionGroupsRequest(start_index=0, slice_size=1000, allowed_statuses=[0, 1, 2, 3])
    groups = list_session_groups.Handler(context.RequestContext(), backend, "", request).run().session_groups
    return [{name: value.string_value or value.number_value for name, value in group.hparams.items()} for group in groups]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def by_protobuf(path):
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="t")

    def message(name, *fields):
        made = file.message_type.add(name=name)
        for number, (label, kind, of) in fields:
            made.field.add(name=label, number=number, type=kind, type_name=of, label=field.LABEL_REPEATED if label == "value" else field.LABEL_OPTIONAL)

    message("Value", (1, ("tag", field.TYPE_STRING, None)), (2, ("simple_value", field.TYPE_FLOAT, None)))
    message("Summary", (1, ("value", field.TYPE_MESSAGE, ".t.Value")))
    message("Event", (1, ("wall_time", field.TYPE_DOUBLE, None)), (2, ("step", field.TYPE_INT64, None)), (3, ("file_version", field.TYPE_STRING, None)), (5, ("summary", field.TYPE_MESSAGE, ".t.Summary")))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindMessageTypeByName("t.Event")
    get = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    event_class = get(descriptor)
    data, at, found, first = open(path, "rb").read(), 0, {}, True
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        assert struct.unpack_from("<I", data, at + 8)[0] == masked(data[at : at + 8]), "length checksum"
        payload = data[at + 12 : at + 12 + length]
        assert struct.unpack_from("<I", data, at + 12 + length)[0] == masked(payload), "checksum"
        at += 16 + length
        event = event_class.FromString(payload)
        if first:
            assert event.file_version == "brain.Event:2"
            first = False
        for value in event.summary.value:
            if not value.tag.startswith(("_hparams_", "delta", "drawn")):
                found.setdefault(value.tag, []).append([event.step, value.simple_value if value.simple_value == value.simple_value else None])
    return found


run = os.path.join(sys.argv[1], os.listdir(sys.argv[1])[0])
try:
    found = {"by": "tensorboard", "scalars": by_tensorboard(run), "table": table(sys.argv[2])}
except ImportError:
    found = {"by": "protobuf", "scalars": by_protobuf(run)}
print(json.dumps(found))
