package dev.carousel.cell;

import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/**
 * What a backward pass carries from step to step, at chosen steps: for a state s the share of
 * ∂L/∂s_t that comes from the steps after t and, at a sequence's end, from its final state. The
 * other states are held at their values at t, so what reaches c_t by way of the h_t of the same
 * step belongs to h_t alone. An output that is read at step t adds its own share, which is not
 * among these.
 */
public final class StateAdjoints {
  private final IntPredicate wanted;
  private List<List<Tensor>> turns = List.of();
  private int steps;

  /**
   * Nothing kept yet.
   *
   * @param wanted for each t, 0 to T, whether to keep what there is after t steps; 0 means the
   *     states before the first step, T those after the last
   */
  public StateAdjoints(IntPredicate wanted) {
    this.wanted = wanted;
  }

  /**
   * Sets of tensors for a pass over some steps: sets of their own for what is kept, and as few as
   * possible for the rest.
   *
   * @param set makes a set that holds the adjoints of the final states
   */
  List<List<Tensor>> turns(int steps, Supplier<List<Tensor>> set) {
    this.steps = steps;
    List<List<Tensor>> spare = new ArrayList<>();
    turns = new ArrayList<>();
    for (int t = steps; t >= 0; t--) {
      List<Tensor> before = turns.isEmpty() ? null : turns.get(turns.size() - 1);
      if (wanted.test(t)) {
        turns.add(set.get());
        continue;
      }
      List<Tensor> free =
          spare.stream().filter(candidate -> candidate != before).findFirst().orElse(null);
      if (free == null) {
        free = set.get();
        spare.add(free);
      }
      turns.add(free);
    }
    return turns;
  }

  /**
   * What was carried at a step.
   *
   * @param step t, the number of steps done, 0 to T, one of those wanted
   * @param state the state's number, in the order of declaration
   * @return [B, width of the state], in sorted order, where a sequence of fewer than t steps has
   *     the adjoint of its final state; from the pass's workspace
   * @throws IllegalArgumentException if it was not kept
   */
  public Tensor get(int step, int state) {
    if (turns.isEmpty() || step < 0 || step > steps || !wanted.test(step)) {
      throw new IllegalArgumentException("the adjoints after step " + step + " were not kept");
    }
    return turns.get(steps - step).get(state);
  }
}
