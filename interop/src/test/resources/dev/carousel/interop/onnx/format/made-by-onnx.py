"""Writes made-by-onnx.onnx beside itself, a model in the ways in which the onnx package writes one.

Made with onnx 1.23.1: pip install onnx==1.23.1 && python made-by-onnx.py
"""

import pathlib

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

KINDS = {
    "float": (TensorProto.FLOAT, [0.5, -2.0, 3.0]),
    "double": (TensorProto.DOUBLE, [0.5, -2.0, 1e300]),
    "float16": (TensorProto.FLOAT16, [0.5, -2.0, 65504.0]),
    "bfloat16": (TensorProto.BFLOAT16, [0.5, -2.0, 2.0**100]),
    "int32": (TensorProto.INT32, [1, -2, 2**31 - 1]),
    "int64": (TensorProto.INT64, [1, -2, -(2**63)]),
    "bool": (TensorProto.BOOL, [True, False, True]),
}


def raw(name, kind, values):
    typed = helper.make_tensor(name, kind, [3], values)
    return numpy_helper.from_array(numpy_helper.to_array(typed), name)


initializers = [helper.make_tensor(name, *kind[:1], [3], kind[1]) for name, kind in KINDS.items()]
initializers += [raw(name + " raw", *kind) for name, kind in KINDS.items()]
weights = numpy.arange(2 * 8 * 3, dtype=numpy.float32).reshape(2, 8, 3) / 64
initializers.append(numpy_helper.from_array(weights, "W"))
initializers.append(numpy_helper.from_array(weights[:, :, :2].copy(), "R"))

branches = {
    name: helper.make_graph(
        [helper.make_node(operator, ["y"], ["inner"])],
        name,
        [],
        [helper.make_tensor_value_info("inner", TensorProto.FLOAT, None)],
    )
    for name, operator in (("then_branch", "Neg"), ("else_branch", "Abs"))
}
nodes = [
    helper.make_node(
        "LSTM",
        ["x", "W", "R", "", "lengths"],
        ["y", "", "c"],
        name="the recurrence",
        doc_string="both ways",
        direction="bidirectional",
        hidden_size=2,
        activations=["Sigmoid", "LeakyRelu", "Tanh"] * 2,
        activation_alpha=[0.25, 0.25],
        clip=3.0,
    ),
    helper.make_node("If", ["condition"], ["z"], **branches),
    helper.make_node(
        "Constant", [], ["k"], value=helper.make_tensor("", TensorProto.INT64, [], [7])
    ),
]
graph = helper.make_graph(
    nodes,
    "main",
    [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["time", "batch", 3]),
        helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        helper.make_tensor_value_info("condition", TensorProto.BOOL, [], "which branch"),
    ],
    [
        helper.make_tensor_value_info("z", TensorProto.FLOAT, ["time", 2, "batch", 2]),
        helper.make_tensor_value_info("c", TensorProto.FLOAT, [2, None, 2]),
        helper.make_tensor_value_info("k", TensorProto.INT64, []),
    ],
    initializers,
    doc_string="documentation of the graph",
    value_info=[helper.make_tensor_value_info("y", TensorProto.FLOAT, ["time", 2, "batch", 2])],
)
model = helper.make_model(
    graph,
    producer_name="onnx",
    producer_version="1.23.1",
    ir_version=10,
    opset_imports=[helper.make_opsetid("", 21)],
    doc_string="documentation of the model",
)
helper.set_model_props(model, {"author": "the onnx package"})
onnx.checker.check_model(model, full_check=True)
onnx.save(model, pathlib.Path(__file__).with_suffix(".onnx"))
