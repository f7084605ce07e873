package dev.carousel.decode;

import dev.carousel.data.LogitSequence;
import dev.carousel.data.Logits;

/**
 * The labels of the likeliest path (Graves et al., 2006, "best path decoding"): the likeliest class
 * at every step, equal neighbours made one, blanks left out. These need not be the likeliest
 * labels, which may have many less likely paths; {@link PrefixBeam} adds them up. In JSON,
 * "best-path".
 */
public record BestPath() implements CtcDecoder {
  @Override
  public int[] labels(LogitSequence outputs) {
    int[] path = new int[outputs.length()];
    for (int t = 0; t < path.length; t++) {
      Logits logits = outputs.at(t);
      Finite.require(logits);
      path[t] = logits.likeliest();
    }
    return Trellis.collapsed(path);
  }
}
