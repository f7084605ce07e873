package dev.carousel.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PatchGridTest {
  private static final FrameShape FRAME = new FrameShape(5, 8, 3);

  @Test
  void countsWholePatches() {
    PatchGrid grid = new PatchGrid(FRAME, 3, 2, 0);
    assertThat(grid.height()).isEqualTo(2);
    assertThat(grid.width()).isEqualTo(3);
    assertThat(grid.patches()).isEqualTo(6);
    assertThat(grid.patchElements()).isEqualTo(27);
    assertThat(grid.result(4)).isEqualTo(new FrameShape(2, 3, 4));
  }

  @Test
  void oddPatchesWithHalfTheirSizeAroundKeepTheFrame() {
    for (int size : new int[] {1, 3, 5, 7}) {
      assertThat(new PatchGrid(FRAME, size, 1, size / 2).result(3)).isEqualTo(FRAME);
    }
  }

  @Test
  void refusesImpossibleFrames() {
    assertThatThrownBy(() -> new FrameShape(5, 0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a frame must have a height, width and channels of at least 1, got 5 x 0 x 3");
    assertThatThrownBy(() -> new FrameShape(1 << 20, 1 << 20, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a frame of 1048576 x 1048576 x 1 has more than 2147483647 numbers");
  }

  @Test
  void refusesImpossibleGrids() {
    refused("size must be at least 1, got 0", 0, 1, 0);
    refused("stride must be at least 1, got 0", 1, 0, 0);
    refused("padding must be at least 0 and below the size, 2, got 2", 2, 1, 2);
    refused("padding must be at least 0 and below the size, 2, got -1", 2, 1, -1);
    refused("a patch of 6 x 6 does not fit a frame of 5 x 8 x 3 with a padding of 0", 6, 1, 0);
  }

  private static void refused(String message, int size, int stride, int padding) {
    assertThatThrownBy(() -> new PatchGrid(FRAME, size, stride, padding))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
