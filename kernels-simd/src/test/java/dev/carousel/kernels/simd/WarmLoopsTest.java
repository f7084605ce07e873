package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Apply;
import dev.carousel.tensor.PointwiseProgram.Combine;
import dev.carousel.tensor.PointwiseProgram.Literal;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Scalar;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmLoopsTest {
  /** u σ(x) (1 - σ(x)) s. */
  private static PointwiseProgram slope() {
    return new PointwiseProgram(
        List.of(new Rows(0, 0), new Vector(1, 0), new Literal(1), new Scalar(0)),
        List.of(
            new Apply(UnaryOperator.SIGMOID, 0),
            new Combine(BinaryOperator.MINUS, 2, 4),
            new Combine(BinaryOperator.TIMES, 4, 5),
            new Combine(BinaryOperator.TIMES, 1, 6),
            new Combine(BinaryOperator.TIMES, 7, 3)),
        List.of(new Sink(8, 0, 0, Sink.Mode.STORE)));
  }

  private final List<Runnable> waiting = new ArrayList<>();

  private WarmLoops loops(Optional<Path> folder) {
    return new WarmLoops(new VectorLoops(), waiting::add, folder);
  }

  @Test
  void equalProgramsShareALoop() {
    WarmLoops loops = loops(Optional.empty());
    assertThat(loops.of(slope())).isSameAs(loops.of(slope()));
  }

  @Test
  void aLoopIsWarmedUpOnceItIsWorthIt() {
    WarmLoop loop = loops(Optional.empty()).of(slope());
    long half = WarmLoop.WORTH_WARMING / slope().steps().size() / 2;
    assertThat(loop.isFast(half)).isFalse();
    assertThat(waiting).isEmpty();
    assertThat(loop.isFast(2 * half)).isFalse();
    assertThat(loop.isFast(2 * half)).isFalse();
    assertThat(waiting).hasSize(1);
  }

  @Test
  void aLoopIsUsedOnceItIsFast() {
    for (boolean fast : new boolean[] {true, false}) {
      WarmLoop loop = new WarmLoop(slope(), LoopWriter.loop(slope()), Runnable::run, () -> fast);
      assertThat(loop.isFast(WarmLoop.WORTH_WARMING)).isEqualTo(fast);
      assertThat(loop.isFast(1)).isEqualTo(fast);
    }
  }

  @Test
  void warmingUpEnds() {
    loops(Optional.empty()).of(slope()).isFast(WarmLoop.WORTH_WARMING);
    waiting.get(0).run();
  }

  @Test
  void whatWasMadeIsPrinted(@TempDir Path folder) throws IOException {
    loops(Optional.of(folder)).of(slope());
    assertThat(folder).isDirectoryContaining("glob:**.class");
    assertThat(folder.toFile().listFiles((in, name) -> name.endsWith(".txt")))
        .singleElement()
        .satisfies(
            file ->
                assertThat(file)
                    .content()
                    .isEqualToIgnoringNewLines(
                        """
                        v0 = Rows[tensor=0, column=0]
                        v1 = Vector[tensor=1, column=0]
                        v2 = Literal[value=1.0]
                        v3 = Scalar[index=0]
                        v4 = Apply[operator=SIGMOID, argument=0]
                        v5 = Combine[operator=MINUS, left=2, right=4]
                        v6 = Combine[operator=TIMES, left=4, right=5]
                        v7 = Combine[operator=TIMES, left=1, right=6]
                        v8 = Combine[operator=TIMES, left=7, right=3]
                        Sink[value=8, tensor=0, column=0, mode=STORE]
                        """));
  }
}
