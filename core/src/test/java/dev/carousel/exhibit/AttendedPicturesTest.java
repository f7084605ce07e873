package dev.carousel.exhibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.exhibit.AttendedPictures.Look;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AttendedPicturesTest {
  private static final Picture DOT = new Picture(1, 1, new byte[3]);

  private static AttendedPictures shown(List<Picture> pictures, Look... looks) {
    return new AttendedPictures("Clip", "A clip.", pictures, "it moves", List.of(looks));
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void aModelMayAttendOrNot() {
    Look look = new Look("it", new float[] {0, 1});
    assertThat(shown(List.of(DOT, DOT), look).looks()).containsExactly(look);
    assertThat(shown(List.of(DOT)).looks()).isEmpty();
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    refused("a picture of 2 x 1 pixels with 3 bytes", () -> new Picture(2, 1, new byte[3]));
    refused("a picture of 0 x 1 pixels with 0 bytes", () -> new Picture(0, 1, new byte[0]));
    // 2^15 x 2^15 x 3 bytes do not fit an int.
    refused(
        "a picture of 32768 x 32768 pixels with 3 bytes",
        () -> new Picture(1 << 15, 1 << 15, new byte[3]));
    refused("exhibit 'Clip' has no pictures", () -> shown(List.of()));
    refused(
        "exhibit 'Clip' has 1 pictures, but 'it' has 2 weights",
        () -> shown(List.of(DOT), new Look("it", new float[] {0, 1})));
    refused(
        "exhibit 'Clip': a weight of 'it' is NaN, which is not from 0 to 1",
        () -> shown(List.of(DOT), new Look("it", new float[] {Float.NaN})));
    refused(
        "exhibit 'Clip': a weight of 'it' is 1.5, which is not from 0 to 1",
        () -> shown(List.of(DOT), new Look("it", new float[] {1.5f})));
    refused(
        "an exhibit of pictures needs a name",
        () -> new AttendedPictures(" ", "c", List.of(DOT), "", List.of()));
    refused(
        "exhibit 'Clip' needs a caption",
        () -> new AttendedPictures("Clip", "", List.of(DOT), "", List.of()));
  }

  @Test
  void thereAreNotTooMany() {
    assertThat(shown(Collections.nCopies(64, DOT)).pictures()).hasSize(64);
    refused(
        "exhibit 'Clip' has 65 pictures of 65 pixels together; show 64 of 262144 at most",
        () -> shown(Collections.nCopies(65, DOT)));
    Picture large = new Picture(512, 256, new byte[3 * 512 * 256]);
    assertThat(shown(List.of(large, large)).pictures()).hasSize(2);
    refused(
        "exhibit 'Clip' has 3 pictures of 393216 pixels together; show 64 of 262144 at most",
        () -> shown(List.of(large, large, large)));
  }
}
