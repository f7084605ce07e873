package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RecordTreeTest {
  enum Kind {
    ONE,
    OTHER
  }

  interface Part {}

  record Inner(double value, String name) implements Part {}

  record Outer(
      int count,
      long seed,
      float scale,
      boolean flag,
      Kind kind,
      Part part,
      List<Inner> list,
      List<Integer> numbers,
      Optional<Inner> maybe,
      OptionalInt maybeInt,
      OptionalDouble maybeDouble) {}

  record WithRunnable(String name, Inner inner, Runnable action) {}

  @Property(tries = 500, seed = "3")
  void recordsAreRebuiltFromTheirComponents(
      @ForAll int count,
      @ForAll long seed,
      @ForAll float scale,
      @ForAll boolean flag,
      @ForAll Kind kind,
      @ForAll double value,
      @ForAll String name,
      @ForAll List<Integer> numbers) {
    Inner inner = new Inner(value, name);
    Outer outer =
        new Outer(
            count,
            seed,
            scale,
            flag,
            kind,
            inner,
            List.of(inner, new Inner(-value, "")),
            numbers,
            flag ? Optional.of(inner) : Optional.empty(),
            flag ? OptionalInt.of(count) : OptionalInt.empty(),
            flag ? OptionalDouble.of(value) : OptionalDouble.empty());
    assertThat(RecordTree.rebuilt(RecordTree.taken(outer, ""))).isEqualTo(outer);
  }

  @Test
  void componentWithoutJsonIsNamed() {
    Object component = new WithRunnable("a", new Inner(1, "b"), () -> {});
    assertThatThrownBy(() -> RecordTree.taken(component, ""))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("/action is a " + getClass().getName())
        .hasMessageEndingWith(
            ", which JSON has no form for; a cell is a record of numbers, booleans, strings, enums,"
                + " lists and records");
  }
}
