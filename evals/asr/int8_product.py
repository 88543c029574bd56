"""The limit of a core: products of large int8 matrices, by an ONNX model of one node written by hand."""

import time

import numpy as np
import onnxruntime

PROBE_SIZE, PROBE_RUNS = 2048, 7
UINT8, INT8, INT32 = 2, 3, 6
IR_VERSION, OPSET = 8, 13


def peak_operations() -> float:
    """Operations a second of one core, a multiply-add being two: the quickest of some products by onnxruntime.

    By the clock of the process, so that what else the machine does matters less.
    """
    session = _session()
    random = np.random.default_rng(1)
    left = random.integers(0, 127, (PROBE_SIZE, PROBE_SIZE), np.uint8)
    right = random.integers(-127, 127, (PROBE_SIZE, PROBE_SIZE), np.int8)
    seconds = []
    for _ in range(PROBE_RUNS):
        start = time.process_time()
        session.run(None, {"left": left, "right": right})
        seconds.append(time.process_time() - start)
    return 2 * PROBE_SIZE**3 / min(seconds)


def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(_model(), options, providers=["CPUExecutionProvider"])


def _model() -> bytes:
    node = _text(1, "left") + _text(1, "right") + _text(2, "product") + _text(4, "MatMulInteger")
    inputs = _field(11, _value("left", UINT8)) + _field(11, _value("right", INT8))
    graph = _field(1, node) + _text(2, "product") + inputs + _field(12, _value("product", INT32))
    return _number(1, IR_VERSION) + _field(7, graph) + _field(8, _text(1, "") + _number(2, OPSET))


def _value(name: str, kind: int) -> bytes:
    shape = _field(1, _text(2, "rows")) + _field(1, _text(2, f"{name}-columns"))
    tensor = _number(1, kind) + _field(2, shape)
    return _text(1, name) + _field(2, _field(1, tensor))


def _text(number: int, text: str) -> bytes:
    return _field(number, text.encode())


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])
