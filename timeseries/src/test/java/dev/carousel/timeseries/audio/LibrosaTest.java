package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features beside those of librosa; librosa.txt says which program has printed them. */
class LibrosaTest {
  /**
   * Features are floats: rounding 16 is off by 1e-6 at most, in a sum of 40 weighted by 0.22 by
   * 8e-6, and divided by a deviation of 0.4 or more by 2e-5. The file has 7 digits.
   */
  private static final double TOLERANCE = 2e-5;

  private static void assertEqual(String name, FrontEnd form) throws IOException {
    float[] features = new FeatureExtractor(form).features(new Sound(Made.samples(), Made.RATE));
    List<String> lines;
    try (InputStream in = LibrosaTest.class.getResourceAsStream("librosa.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    List<String[]> rows =
        lines.stream().map(line -> line.split(" ")).filter(row -> row[0].equals(name)).toList();
    assertThat(rows).hasSize(3);
    assertThat(features).hasSize(24 * form.width());
    for (String[] row : rows) {
      int frame = Integer.parseInt(row[1]);
      double[] wanted = Arrays.stream(row).skip(2).mapToDouble(Double::parseDouble).toArray();
      assertThat(wanted).hasSize(form.width());
      for (int c = 0; c < wanted.length; c++) {
        assertThat((double) features[frame * wanted.length + c])
            .as("%s, frame %d, feature %d", name, frame, c)
            .isCloseTo(wanted[c], within(TOLERANCE));
      }
    }
  }

  private static FrontEnd form(Taper taper, SpectralForm kind, int deltas, boolean normalise) {
    return new FrontEnd(Made.RATE, 0.97, 25, 10, taper, 40, kind, deltas, normalise);
  }

  @Test
  void logMelSpectraAgree() throws IOException {
    assertEqual("log-mel", form(Taper.HANN, new LogMel(), 0, false));
    assertEqual("hamming", form(Taper.HAMMING, new LogMel(), 0, false));
  }

  @Test
  void cepstraAndTheirSlopesAgree() throws IOException {
    assertEqual("mfcc", form(Taper.HANN, new Mfcc(13), 2, false));
    assertEqual("normalised", form(Taper.HANN, new Mfcc(13), 2, true));
  }
}
