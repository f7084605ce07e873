package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.random.RandomStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FrameSizeTest {
  private static byte[] noise(FrameSize size, long seed) {
    RandomStream random = new RandomStream(seed);
    byte[] picture = new byte[size.values()];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (byte) random.nextInt(256);
    }
    return picture;
  }

  @Property(tries = 200)
  void aNewPixelIsTheMeanOfWhatItCovers(
      @ForAll @IntRange(min = 1, max = 7) int height,
      @ForAll @IntRange(min = 1, max = 7) int width,
      @ForAll @IntRange(min = 1, max = 7) int newHeight,
      @ForAll @IntRange(min = 1, max = 7) int newWidth,
      @ForAll long seed) {
    FrameSize from = new FrameSize(height, width);
    FrameSize to = new FrameSize(newHeight, newWidth);
    byte[] picture = noise(from, seed);
    byte[] fitted = to.fit(picture, from);
    // Both grids divide a finer one, whose pixels are in one pixel of each.
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int c = 0; c < 3; c++) {
          int sum = 0;
          for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
              int row = (y * height + i) / newHeight;
              int column = (x * width + j) / newWidth;
              sum += Byte.toUnsignedInt(picture[(row * width + column) * 3 + c]);
            }
          }
          assertThat(Byte.toUnsignedInt(fitted[(y * newWidth + x) * 3 + c]))
              .isEqualTo((int) Math.floor((double) sum / (height * width) + 0.5));
        }
      }
    }
  }

  @Test
  void aPictureOfThisSizeStaysAsItIs() {
    FrameSize size = new FrameSize(3, 4);
    byte[] picture = noise(size, 1);

    assertThat(size.fit(picture, size)).isSameAs(picture);
    assertThat(size.values()).isEqualTo(36);
    assertThat(size).hasToString("3 x 4");
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThatThrownBy(() -> new FrameSize(0, 3)).hasMessage("height must be at least 1, got 0");
    assertThatThrownBy(() -> new FrameSize(3, -1)).hasMessage("width must be at least 1, got -1");
    assertThatThrownBy(() -> new FrameSize(65535, 65535))
        .hasMessage("frames of 65535 x 65535 pixels are too large; there may be 16777216 pixels");
    assertThatThrownBy(() -> new Clip(new FrameSize(1, 1), new byte[0][]))
        .hasMessage("a clip has at least one frame");
    assertThatThrownBy(() -> new Clip(new FrameSize(1, 1), new byte[][] {{1, 2}}))
        .hasMessage("a frame of 2 bytes in a clip of 1 x 1");
  }
}
