package dev.carousel.tensor;

import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.RowMean;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Step;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * How long each value of a pointwise program lives, and which piece of scratch memory holds it. A
 * piece is used again once its value is not read any more, so that all of them together stay in the
 * cache; sources that are the same for every tile keep theirs.
 */
final class Slots {
  private final PointwiseProgram program;
  private final int[] lastUse;
  private final int[] slots;
  private final int count;

  private Slots(PointwiseProgram program, int[] lastUse, int[] slots, int count) {
    this.program = program;
    this.lastUse = lastUse;
    this.slots = slots;
    this.count = count;
  }

  static Slots of(PointwiseProgram program) {
    int sources = program.sources().size();
    List<Step> steps = program.steps();
    int[] lastUse = new int[sources + steps.size()];
    Arrays.fill(lastUse, -1);
    for (int i = 0; i < steps.size(); i++) {
      for (int argument : arguments(steps.get(i))) {
        lastUse[argument] = i;
      }
    }
    for (int value = 0; value < sources; value++) {
      if (!(program.sources().get(value) instanceof Rows)) {
        lastUse[value] = Integer.MAX_VALUE;
      }
    }
    program.sinks().forEach(sink -> lastUse[sink.value()] = Integer.MAX_VALUE);
    int[] slots = new int[lastUse.length];
    Deque<Integer> free = new ArrayDeque<>();
    int count = 0;
    for (int value = 0; value < slots.length; value++) {
      int step = value - sources;
      if (step >= 0) {
        // An argument that is read here for the last time may be replaced by the result.
        Arrays.stream(arguments(steps.get(step)))
            .distinct()
            .filter(argument -> lastUse[argument] == step)
            .forEach(argument -> free.push(slots[argument]));
      }
      slots[value] = free.isEmpty() ? count++ : free.pop();
    }
    return new Slots(program, lastUse, slots, count);
  }

  private static int[] arguments(Step step) {
    if (step instanceof Combine combine) {
      return new int[] {combine.left(), combine.right()};
    }
    return new int[] {step instanceof Apply apply ? apply.argument() : ((RowMean) step).argument()};
  }

  /** The piece of a value. */
  int of(int value) {
    return slots[value];
  }

  /** The last step that reads rows of a tensor, -1 if none does. */
  int lastRead(int tensor) {
    int last = -1;
    for (int value = 0; value < program.sources().size(); value++) {
      if (program.sources().get(value) instanceof Rows rows && rows.tensor() == tensor) {
        last = Math.max(last, lastUse[value]);
      }
    }
    return last;
  }

  /** How many pieces there are. */
  int count() {
    return count;
  }
}
