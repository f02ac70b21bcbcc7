"""The character model for spaces as torch trains it; `clean.spacing.boundary_model` runs it.

After four fifths of the time weights and inputs of each layer are rounded as they will be when the model runs (Jacob et
al. 2018), so that the rest of the training makes up for it.
"""

import math
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from clean.spacing.boundary_features import BEYOND, CLASSES, NUMBERS
from tests.bench.boundary_noise import UNTOLD, Examples

WIDTH = 64
CONVOLUTIONS = ((5, 1), (3, 1), (3, 2), (3, 4), (3, 8), (3, 16), (3, 1))
"""Taps and dilation of each."""

ROWS = 32
"""Rows in a batch; twice as many of those whose second half is empty."""
WARM_UP = 300
LEARNING_RATE = 3e-3
ROUNDED_FROM = 0.8
"""Share of the training after which the model is rounded."""
WHOLE = 127


class Net(nn.Module):
    """Residual dilated convolutions over letters."""

    def __init__(self) -> None:
        super().__init__()
        self.of_class = nn.Embedding(CLASSES, WIDTH)
        self.of_number = nn.Linear(NUMBERS, WIDTH, bias=False)
        self.layers = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, taps, dilation=dilation) for taps, dilation in CONVOLUTIONS)
        self.layers.append(nn.Conv1d(WIDTH, 1, 1))
        self.most = nn.Parameter(torch.ones(len(self.layers)), requires_grad=False)
        self.rounded = False
        for layer in self.layers[:-1]:
            nn.init.normal_(layer.weight, 0, 1 / math.sqrt(WIDTH * layer.kernel_size[0]))
            nn.init.zeros_(layer.bias)

    def forward(self, classes: Tensor, numbers: Tensor) -> Tensor:
        """Give the log-odds of a space before each letter."""
        there = (classes != BEYOND).unsqueeze(-1)
        state = self.of_class(classes) + functional.linear(numbers, self._rounded(self.of_number.weight))
        for nth, layer in enumerate(self.layers):
            product = self._convolved(layer, self._input(state, nth) * there)
            state = product if nth == len(CONVOLUTIONS) else state + product
        return state.squeeze(-1)

    def _convolved(self, layer: nn.Conv1d, given: Tensor) -> Tensor:
        # A product of matrices: three times as fast as torch's own dilated convolution on a CPU.
        taps, dilation, length = layer.kernel_size[0], layer.dilation[0], given.shape[1]
        reach = taps // 2 * dilation
        padded = functional.pad(given, (0, 0, reach, reach))
        wide = torch.cat([padded[:, nth * dilation : nth * dilation + length] for nth in range(taps)], dim=-1)
        weights = self._rounded(layer.weight).permute(0, 2, 1).reshape(layer.out_channels, -1)
        return functional.linear(wide, weights, layer.bias)

    def _input(self, state: Tensor, nth: int) -> Tensor:
        given = functional.relu(state)
        if not self.rounded:
            return given
        step = self.most[nth] / WHOLE
        cut = given.clamp(max=self.most[nth])
        return cut + (torch.round(cut / step) * step - cut).detach()

    def _rounded(self, weights: Tensor) -> Tensor:
        if not self.rounded:
            return weights
        step = _steps(weights)
        return weights + (torch.round(weights / step) * step - weights).detach()

    @torch.no_grad()
    def calibrate(self, classes: Tensor, numbers: Tensor) -> None:
        """Measure how large the inputs of each layer are."""
        there = (classes != BEYOND).unsqueeze(-1)
        state = self.of_class(classes) + self.of_number(numbers)
        for nth, layer in enumerate(self.layers):
            given = functional.relu(state) * there
            self.most[nth] = torch.quantile(given.flatten()[: 1 << 22], 0.9999)
            product = self._convolved(layer, given)
            state = product if nth == len(CONVOLUTIONS) else state + product

    @torch.no_grad()
    def write(self, path: Path) -> None:
        """Write what `clean.spacing.boundary_model` reads."""
        stored = {
            "of_class": self.of_class.weight.numpy(),
            "of_number": _whole(self.of_number.weight).T.to(torch.int8).numpy(),
            "of_number_scales": (_steps(self.of_number.weight).squeeze() / 255).numpy(),
            "dilations": np.array([layer.dilation[0] for layer in self.layers]),
            "most": self.most.numpy(),
        }
        for nth, layer in enumerate(self.layers):
            stored[f"weights_{nth}"] = _whole(layer.weight).permute(2, 1, 0).to(torch.int8).contiguous().numpy()
            stored[f"scales_{nth}"] = _steps(layer.weight).reshape(-1).numpy()
            stored[f"bias_{nth}"] = layer.bias.numpy()
        np.savez_compressed(path, **stored)


def _steps(weights: Tensor) -> Tensor:
    """Give what one whole number is worth in the weights of each output."""
    dimensions = tuple(range(1, weights.dim()))
    return weights.detach().abs().amax(dim=dimensions, keepdim=True).clamp(min=1e-8) / WHOLE


def _whole(weights: Tensor) -> Tensor:
    return torch.round(weights / _steps(weights))


def train(examples: Examples, minutes: float, start: Path | None, kept: Path, weights: Path) -> None:
    """Train for so many minutes, from the state in `start` if one is given; keep the state, and write the weights."""
    torch.manual_seed(0)
    noise = np.random.default_rng(0)
    net = Net()
    if start:
        net.load_state_dict(torch.load(start))
    optimizer = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=1e-4)
    most = LEARNING_RATE / 5 if start else LEARNING_RATE
    begun, losses = time.monotonic(), [0.0]
    for step, (classes, numbers, labels) in enumerate(_batches(examples, noise), start=1):
        done = (time.monotonic() - begun) / (60 * minutes)
        if done >= 1:
            break
        if done > ROUNDED_FROM and not net.rounded:
            net.calibrate(classes, numbers)
            net.rounded = True
        for group in optimizer.param_groups:
            group["lr"] = most * min(1.0, step / WARM_UP) * (1 + math.cos(math.pi * done)) / 2 + 1e-5
        told = labels != UNTOLD
        odds = net(classes, numbers)
        loss = functional.binary_cross_entropy_with_logits(odds[told], labels[told].float())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if step % 500 == 0:
            sys.stdout.write(f"step {step}, {done:.0%}: loss {np.mean(losses[-500:]):.5f}\n")
            sys.stdout.flush()
            torch.save(net.state_dict(), kept)
    torch.save(net.state_dict(), kept)
    net.write(weights)


def _batches(examples: Examples, noise: np.random.Generator) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Give the examples in random order, again and again."""
    half = examples.labels.shape[1] // 2
    is_long = (examples.labels[:, half:] != UNTOLD).any(axis=1)
    groups = [(np.flatnonzero(is_long), ROWS, 2 * half), (np.flatnonzero(~is_long), 2 * ROWS, half)]
    while True:
        jobs = [
            (shuffled[first : first + size], length)
            for rows, size, length in groups
            for shuffled in [noise.permutation(rows)]
            for first in range(0, len(rows), size)
        ]
        for nth in noise.permutation(len(jobs)):
            chosen, length = jobs[nth]
            yield (
                torch.from_numpy(examples.classes[chosen, :length]).long(),
                torch.from_numpy(examples.numbers[chosen, :length]).float() / 255,
                torch.from_numpy(examples.labels[chosen, :length]),
            )
