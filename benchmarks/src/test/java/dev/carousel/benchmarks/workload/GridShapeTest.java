package dev.carousel.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class GridShapeTest {
  @Test
  void isReadAsItIsPrinted() {
    for (GridShape shape : GridShape.GRID) {
      assertThat(GridShape.parse(shape.toString())).isEqualTo(shape);
    }
    assertThat(GridShape.parse(" 1, 2,3 ,4")).isEqualTo(new GridShape(1, 2, 3, 4));
  }

  @Test
  void refusesWhatIsNoShape() {
    assertThatThrownBy(() -> GridShape.parse("32,50,64"))
        .hasMessage("shape '32,50,64' should be B,T,I,H, such as 32,50,64,128");
    assertThatThrownBy(() -> GridShape.parse("a,50,64,128"))
        .hasMessage("shape 'a,50,64,128' should be four whole numbers, such as 32,50,64,128");
    assertThatThrownBy(() -> GridShape.parse("0,50,64,128"))
        .hasMessage("a shape needs four sizes of at least 1, got 0,50,64,128");
  }
}
