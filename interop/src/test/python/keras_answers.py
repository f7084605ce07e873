"""Writes what Keras answers to ../resources/keras.json, see the first key there.

Run with `pip install keras jax` and KERAS_BACKEND=jax.
"""

import itertools
import json
import pathlib

import jax
import keras
import numpy as np

TOKENS, WIDTH, UNITS, CLASSES = 6, 3, 5, 4
IDS = [3, 0, 5, 3]

LAYERS = {
    "LSTM": lambda: keras.layers.LSTM(UNITS, return_sequences=True),
    "GRU, reset_after": lambda: keras.layers.GRU(UNITS, return_sequences=True),
    "GRU": lambda: keras.layers.GRU(UNITS, return_sequences=True, reset_after=False),
    "SimpleRNN": lambda: keras.layers.SimpleRNN(UNITS, return_sequences=True),
    "SimpleRNN, relu": lambda: keras.layers.SimpleRNN(UNITS, return_sequences=True, activation="relu"),
}


def numbers(j, shape):
    k = np.arange(np.prod(shape), dtype=np.float64)
    return (0.5 * np.sin(1.3 * k + 0.7 * j + 0.2)).astype(np.float32).reshape(shape)


def answer(kind, layers, bidirectional):
    tokens = keras.Input((len(IDS),), dtype="int32")
    network = [keras.layers.Embedding(TOKENS, WIDTH)]
    for _ in range(layers):
        layer = LAYERS[kind]()
        network.append(keras.layers.Bidirectional(layer) if bidirectional else layer)
    network.append(keras.layers.Dense(CLASSES))
    x = tokens
    for layer in network:
        x = layer(x)
    j = itertools.count()
    for layer in network:
        layer.set_weights([numbers(next(j), w.shape) for w in layer.get_weights()])
    x = network[0](np.array([IDS]))
    states = (2 if kind == "LSTM" else 1) * (2 if bidirectional else 1)
    for layer in network[1:-1]:
        x = layer(x, initial_state=[numbers(next(j), (1, UNITS)) for _ in range(states)])
    return [float(y) for y in np.asarray(network[-1](x)).ravel()]


cases = [
    {"layer": kind, "layers": layers, "bidirectional": both, "output": answer(kind, layers, both)}
    for layers in (1, 2)
    for both in (False, True)
    for kind in LAYERS
]
made = (
    f"by keras_answers.py with Keras {keras.__version__} on {keras.backend.backend()} {jax.__version__}:"
    f" Embedding({TOKENS}, {WIDTH}), one or two layers of {UNITS} units, Bidirectional or not, and"
    f" Dense({CLASSES}) read the tokens {IDS}. Element k of tensor j is 0.5 sin(1.3 k + 0.7 j + 0.2);"
    " the tensors are those of get_weights(), layer by layer, then the initial states in the order of"
    " initial_state, layer by layer"
)
path = pathlib.Path(__file__).parent.parent / "resources" / "keras.json"
path.write_text(json.dumps({"made": made, "cases": cases}, indent=1) + "\n")
