"""The network of the learner dragonnet: the one file that talks to PyTorch."""

from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import numpy as np

# As in Shi, Blei and Veitch (2019); heads are half as wide as what is shared.
SHARED_LAYERS = 3
HEAD_LAYERS = 2
PARAMETERS = {
    "width": 64,
    "learning_rate": 5e-4,
    "weight_decay": 0.3,
    "batch_size": 128,
    # Weights of the propensity's loss and of targeted regularisation beside the outcome's.
    "propensity_weight": 1.0,
    "targeted_weight": 1.0,
}
MAXIMUM_EPOCHS = 200
# Without units to hold out.
USUAL_EPOCHS = 20
PATIENCE = 20
SMALLEST_PROPENSITY = 0.01


@dataclass(frozen=True)
class Data:
    """What a network is trained on.

    Attributes:
        X: (n, p) float, standardised, nothing missing.
        action: (n,) int codes 0..k.
        outcome: (n,) float, standardised.
        weight: (n,) float.
    """

    X: np.ndarray
    action: np.ndarray
    outcome: np.ndarray
    weight: np.ndarray

    def rows(self, rows: np.ndarray) -> "Data":
        """Some of the units.

        Args:
            rows: (m,) row numbers, or (n,) bool.

        Returns:
            Data: of m units.
        """
        return Data(self.X[rows], self.action[rows], self.outcome[rows], self.weight[rows])


def require_torch() -> Any:
    """PyTorch, on one thread: sums that are split over threads depend on their number.

    Returns:
        module

    Raises:
        ImportError: if PyTorch is not installed.
    """
    try:
        import torch  # noqa: PLC0415
    except ImportError as error:
        raise ImportError(
            "The learner dragonnet needs PyTorch. Install it with `pip install torch`, or leave "
            "the learner out of nba_learners.",
        ) from error
    torch.set_num_threads(1)
    return torch


def best_epochs(data: Data, held_out: Data, *, arm_count: int, seed: int, parameters: dict) -> int:
    """Number of epochs at which the squared error of units held out is least.

    Args:
        data: Data to train on.
        held_out: Data of other units.
        arm_count: number of actions, control included.
        seed: int.
        parameters: dict, such as `PARAMETERS`.

    Returns:
        int, at least 1.
    """
    losses = []
    for network in _epochs(data, arm_count, seed, parameters):
        predicted = outcome_means([weight.detach().numpy() for weight in network], held_out.X)
        own = predicted[np.arange(len(held_out.action)), held_out.action]
        losses.append(float(held_out.weight @ (held_out.outcome - own) ** 2))
        if len(losses) == MAXIMUM_EPOCHS or len(losses) - np.argmin(losses) > PATIENCE:
            break
    return int(np.argmin(losses)) + 1


def train(
    data: Data, *, arm_count: int, epochs: int, seed: int, parameters: dict
) -> list[np.ndarray]:
    """Train a network for a number of epochs.

    Args:
        data: Data of n units.
        arm_count: number of actions, control included.
        epochs: int, at least 1.
        seed: int.
        parameters: dict, such as `PARAMETERS`.

    Returns:
        list of float64 arrays: the network, for `outcome_means`.

    Raises:
        ImportError: if PyTorch is not installed.

    Source: Shi, Blei and Veitch (2019), Adapting neural networks for the estimation of treatment
    effects, sections 2 and 3. With more than two arms each has an epsilon of its own in targeted
    regularisation, and what it is multiplied by is 1 / propensity of the arm.
    """
    network = next(islice(_epochs(data, arm_count, seed, parameters), epochs - 1, None))
    return [weight.detach().numpy().astype(np.float64) for weight in network]


def outcome_means(network: list[np.ndarray], X: np.ndarray) -> np.ndarray:
    """Outcome of each unit under each action.

    Args:
        network: list of arrays, from `train`.
        X: (n, p) float, standardised.

    Returns:
        (n, k + 1) float64.
    """
    return _forward(network, X)[-1].T


def effect_gradients(network: list[np.ndarray], X: np.ndarray, action: int) -> np.ndarray:
    """How the effect of an action changes with each feature.

    Args:
        network: list of arrays, from `train`.
        X: (n, p) float, standardised.
        action: 1..k.

    Returns:
        (n, p) float64: derivatives of the outcome mean under the action less that under control.
    """
    shared, heads = _layers(network)
    activations = _forward(network, X)
    gradient = np.zeros_like(activations[SHARED_LAYERS])
    for arm, sign in ((action, 1.0), (0, -1.0)):
        own = np.full((len(X), 1), sign)
        for depth in reversed(range(HEAD_LAYERS + 1)):
            own = own @ heads[depth][0][arm].T
            if depth:
                own = own * _elu_slope(activations[SHARED_LAYERS + depth][arm])
        gradient += own
    for depth in reversed(range(SHARED_LAYERS)):
        gradient = (gradient * _elu_slope(activations[depth + 1])) @ shared[depth][0].T
    return gradient


def _epochs(data, arm_count, seed, parameters):
    """The network after each epoch, without end."""
    torch = require_torch()
    rng = np.random.default_rng(seed)
    network = [
        torch.tensor(array, dtype=torch.float32, requires_grad=True)
        for array in _initial(data.X.shape[1], arm_count, parameters["width"], rng)
    ]
    epsilon = torch.zeros(arm_count, requires_grad=True)
    optimiser = torch.optim.AdamW(
        [
            {"params": network, "weight_decay": parameters["weight_decay"]},
            {"params": [epsilon], "weight_decay": 0.0},
        ],
        lr=parameters["learning_rate"],
    )
    X, outcome, weight = (
        torch.tensor(array, dtype=torch.float32) for array in (data.X, data.outcome, data.weight)
    )
    action = torch.tensor(data.action, dtype=torch.int64)
    while True:
        for batch in np.array_split(
            rng.permutation(len(action)), max(1, len(action) // parameters["batch_size"])
        ):
            rows = torch.from_numpy(batch)
            units = X[rows], action[rows], outcome[rows]
            loss = _loss(torch, network, epsilon, units, parameters)
            optimiser.zero_grad()
            (weight[rows] * loss).mean().backward()
            optimiser.step()
        yield network


def _loss(torch, network, epsilon, units, parameters):
    """Loss of each unit, of tensors of features, actions and outcomes."""
    X, action, outcome = units
    elu, taken = torch.nn.functional.elu, torch.arange(len(action))
    shared, heads = _layers(network)
    *_, propensity_weight, propensity_bias = network
    hidden = X
    for layer_weight, bias in shared:
        hidden = elu(hidden @ layer_weight + bias)
    logits = hidden @ propensity_weight + propensity_bias
    own = hidden
    for layer_weight, bias in heads[:-1]:
        own = elu(own @ layer_weight + bias)
    expected = (own @ heads[-1][0] + heads[-1][1])[action, taken, 0]
    propensity = torch.softmax(logits, dim=1)[taken, action].clamp(min=SMALLEST_PROPENSITY)
    perturbed = expected + epsilon[action] / propensity
    return (
        (outcome - expected) ** 2
        + parameters["propensity_weight"]
        * torch.nn.functional.cross_entropy(logits, action, reduction="none")
        + parameters["targeted_weight"] * (outcome - perturbed) ** 2
    )


def _initial(feature_count, arm_count, width, rng):
    """Weights and biases: of shared layers, heads (an arm each) and propensity."""
    arrays = []
    sizes = [feature_count] + [width] * SHARED_LAYERS
    for before, after in pairwise(sizes):
        arrays += [rng.normal(0, 1 / np.sqrt(before), (before, after)), np.zeros(after)]
    sizes = [width] + [width // 2] * HEAD_LAYERS + [1]
    for before, after in pairwise(sizes):
        arrays += [
            rng.normal(0, 1 / np.sqrt(before), (arm_count, before, after)),
            np.zeros((arm_count, 1, after)),
        ]
    return [*arrays, np.zeros((width, arm_count)), np.zeros(arm_count)]


def _layers(network):
    """Pairs of weight and bias of the shared layers, and of the heads."""
    pairs = list(zip(network[:-2:2], network[1:-2:2], strict=True))
    return pairs[:SHARED_LAYERS], pairs[SHARED_LAYERS:]


def _forward(network, X):
    """Activations: the features, the shared layers, the heads' layers (k + 1, n, .), the means."""
    shared, heads = _layers(network)
    activations = [np.asarray(X, dtype=np.float64)]
    for weight, bias in [*shared, *heads[:-1]]:
        activations.append(_elu(activations[-1] @ weight + bias))
    weight, bias = heads[-1]
    return [*activations, (activations[-1] @ weight + bias)[:, :, 0]]


def _elu(values):
    return np.where(values > 0, values, np.expm1(np.minimum(values, 0)))


def _elu_slope(activated):
    """Derivative of the exponential linear unit, by what it came to."""
    return np.where(activated > 0, 1.0, activated + 1.0)
