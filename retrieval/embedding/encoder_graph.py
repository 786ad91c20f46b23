"""The packed model as an ONNX graph with 8-bit arithmetic: token ids in, token vectors out.

Every matrix is quantised once, per output column; its inputs are quantised as they come. Weights
use 7 bits: on processors without VNNI the sum of two 8-bit products overflows its 16 bits. The
word table stays in the 4 bits it is shipped in, bit for bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from retrieval.embedding.packed_model import BLOCK, Floats, PackedModel

INPUT, OUTPUT = "input_ids", "token_embeddings"
_RUNTIME_DOMAIN = "com.microsoft"  # ONNX Runtime's own operators
_LARGEST = 63
_OPSET, _IR = 21, 10


def encoder_graph(packed: PackedModel, kept: list[int]) -> ModelProto:
    """The encoder over the kept tokens: `input_ids` int64 (texts, tokens) without padding ->
    `token_embeddings` float32 (texts, tokens, width)."""
    graph = _Graph(packed)
    state = graph.embedded(kept)
    for layer in range(packed.layers):
        state = graph.layer(f"l{layer}.", state, is_last=layer == packed.layers - 1)
    return graph.finished()


class _Graph:
    """Collects nodes and constants; each method adds a stage and returns its output's name."""

    def __init__(self, packed: PackedModel) -> None:
        self._packed = packed
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def embedded(self, kept: list[int]) -> str:
        """Words, positions and the one token type, added and normalised."""
        packed = self._packed
        numbers, scales = packed.word_blocks(kept)
        self._constants.append(_four_bits("words", numbers))
        words = self._node(
            "GatherBlockQuantized",
            ["words", INPUT, self._constant("words.scales", scales)],
            "embedded.words",
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        self._node("Shape", [INPUT], "tokens", start=1, end=2)
        start = self._constant("start", np.zeros(1, np.int64))
        table = self._constant("positions", packed.matrix("emb.pos") + packed.matrix("emb.type")[0])
        positions = self._node("Slice", [table, start, "tokens", start], "embedded.positions")
        return self._node(
            "LayerNormalization",
            [self._node("Add", [words, positions], "embedded.sum"), *self._scale("emb.ln")],
            "embedded",
            axis=-1,
            epsilon=packed.epsilon,
        )

    def layer(self, stem: str, state: str, *, is_last: bool) -> str:
        """Self-attention, then two dense layers, each added to its input and normalised."""
        packed = self._packed
        joined = self._product(state, [f"{stem}{part}" for part in "qkv"], f"{stem}qkv")
        parts = [f"{stem}{part}" for part in "QKV"]
        widths = self._constant(f"{stem}widths", np.full(3, packed.width, np.int64))
        self._nodes.append(helper.make_node("Split", [joined, widths], parts, axis=-1))
        bias = np.concatenate([packed.vector(f"{stem}{part}.b") for part in "qkv"])
        attended = self._node(
            "MultiHeadAttention",
            [*parts, self._constant(f"{stem}qkv.b", bias)],
            f"{stem}attended",
            num_heads=packed.heads,
        )
        kept = self._added(self._product(attended, [f"{stem}ao"], f"{stem}ao"), state, stem, "a")
        inner = self._node(
            "BiasGelu",
            [
                self._product(kept, [f"{stem}fi"], f"{stem}fi"),
                self._constant(f"{stem}fi.b", packed.vector(f"{stem}fi.b")),
            ],
            f"{stem}inner",
        )
        outer = self._product_by_token(inner, f"{stem}fo")
        return self._added(outer, kept, stem, "o", OUTPUT if is_last else None)

    def finished(self) -> ModelProto:
        shape: list[str | int | None] = ["texts", "tokens"]
        vectors = [*shape, self._packed.width]
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(INPUT, TensorProto.INT64, shape)],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, vectors)],
            self._constants,
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME_DOMAIN, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)

    def _product(self, state: str, matrices: list[str], name: str) -> str:
        weights, scales = _seven_bits(
            np.concatenate([self._packed.matrix(f"{matrix}.w") for matrix in matrices])
        )
        return self._node(
            "DynamicQuantizeMatMul",
            [
                state,
                self._constant(f"{name}.w", weights),
                self._constant(f"{name}.scales", scales),
            ],
            f"{name}.product",
        )

    def _product_by_token(self, state: str, matrix: str) -> str:
        """`_product` of one matrix, each token's values held against the largest of them.

        Between the dense layers the marks at a text's start and end have values up to thirty times
        those of its words; 8 bits that span all of them would round the words away.
        """
        sizes = self._node("Abs", [state], f"{matrix}.sizes")
        last = self._constant(f"{matrix}.axis", np.array([-1], np.int64))
        largest = self._node("ReduceMax", [sizes, last], f"{matrix}.largest", keepdims=1)
        scaled = self._node("Div", [state, largest], f"{matrix}.scaled")
        return self._node(
            "Mul", [self._product(scaled, [matrix], matrix), largest], f"{matrix}.back"
        )

    def _added(self, change: str, state: str, stem: str, part: str, name: str | None = None) -> str:
        bias = f"{stem}{'ao' if part == 'a' else 'fo'}.b"
        return self._node(
            "SkipLayerNormalization",
            [
                change,
                state,
                *self._scale(f"{stem}{part}ln"),
                self._constant(bias, self._packed.vector(bias)),
            ],
            name or f"{stem}{part}",
            epsilon=self._packed.epsilon,
        )

    def _scale(self, stem: str) -> list[str]:
        return [
            self._constant(f"{stem}.{part}", self._packed.vector(f"{stem}.{part}")) for part in "wb"
        ]

    def _constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        domain = "" if operator in _STANDARD else _RUNTIME_DOMAIN
        self._nodes.append(
            helper.make_node(operator, inputs, [output], domain=domain, name=output, **attributes)
        )
        return output


_STANDARD = frozenset(
    {"Abs", "Add", "Div", "LayerNormalization", "Mul", "ReduceMax", "Shape", "Slice"}
)


def _seven_bits(weights: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """A matrix (outputs, inputs) as whole numbers (inputs, outputs) and a scale per output."""
    scales = np.maximum(np.abs(weights).max(axis=1) / _LARGEST, 1e-9).astype(np.float32)
    return np.round(weights / scales[:, None]).astype(np.int8).T, scales


def _four_bits(name: str, numbers: npt.NDArray[np.int8]) -> TensorProto:
    """ONNX keeps two neighbours in a byte, the first in its low half."""
    halves = numbers.astype(np.uint8) & 0x0F
    packed = halves[:, 0::2] | (halves[:, 1::2] << 4)
    return helper.make_tensor(name, TensorProto.INT4, numbers.shape, packed.tobytes(), raw=True)
