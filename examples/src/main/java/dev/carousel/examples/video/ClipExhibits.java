package dev.carousel.examples.video;

import dev.carousel.decode.Hypothesis;
import dev.carousel.exhibit.AttendedPictures;
import dev.carousel.exhibit.AttendedPictures.Look;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Picture;
import dev.carousel.nlp.conditioned.Decoding;
import dev.carousel.sequence.SelectedSequences;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips with what a model says of them, and to which frames it attended for each word: the first
 * {@value #SHOWN} of a group that fit beside each other, whatever the model makes of them. Sides of
 * more than {@value #MOST_SIDE} pixels are made shorter.
 *
 * @param decoding how captions are looked for
 * @param predictor the model
 */
record ClipExhibits(Decoding decoding, Predictor predictor) {
  private static final int SHOWN = 4;
  private static final int MOST_SIDE = 48;

  /**
   * Shows clips.
   *
   * @param group the clips
   * @param kind what they are, for titles that end with a clip's number in the group
   */
  List<Exhibit> of(ClipGroup group, String kind) {
    int[] which =
        IntStream.range(0, group.clips().count())
            .filter(n -> group.clips().length(n) <= AttendedPictures.MOST_PICTURES)
            .limit(SHOWN)
            .toArray();
    if (which.length == 0) {
      return List.of();
    }
    Hypothesis[] found =
        decoding.decode(new SelectedSequences(group.clips(), which), predictor::decoding);
    List<Exhibit> exhibits = new ArrayList<>();
    for (int i = 0; i < which.length; i++) {
      exhibits.add(exhibit(kind + " " + (which[i] + 1), group, which[i], found[i]));
    }
    return exhibits;
  }

  private Exhibit exhibit(String title, ClipGroup group, int n, Hypothesis found) {
    List<Picture> pictures = pictures(group.clips(), n);
    List<String> tokens = decoding.texts().codec().vocabulary().decode(found.tokens());
    List<Look> looks = new ArrayList<>();
    if (!found.attention().isEmpty()) {
      for (int t = 0; t < tokens.size(); t++) {
        looks.add(new Look(tokens.get(t), weights(found.attention().get(t), pictures.size())));
      }
    }
    return new AttendedPictures(
        title,
        caption(group.captions().get(n)),
        pictures,
        decoding.texts().decode(found.tokens()),
        looks);
  }

  private static String caption(List<String> captions) {
    return captions.size() == 1
        ? "Its caption: “%s”.".formatted(captions.get(0))
        : "The first of its %d captions: “%s”.".formatted(captions.size(), captions.get(0));
  }

  /** Of the steps that a clip has; where all are on one, rounding may have made it more than 1. */
  private static float[] weights(float[] attention, int steps) {
    float[] weights = new float[steps];
    for (int t = 0; t < steps; t++) {
      weights[t] = Math.min(1, attention[t]);
    }
    return weights;
  }

  /** What the model reads of a clip, as pictures. */
  private static List<Picture> pictures(ClipSequences clips, int n) {
    Clip clip = clips.clips().get(n);
    FrameSize size = clip.size();
    double scale = Math.min(1, (double) MOST_SIDE / Math.max(size.height(), size.width()));
    FrameSize shown =
        new FrameSize(
            Math.max(1, (int) (size.height() * scale)), Math.max(1, (int) (size.width() * scale)));
    float[] features = clips.reading().features(clip);
    List<Picture> pictures = new ArrayList<>();
    for (int from = 0; from < features.length; from += size.values()) {
      float[] frame = Arrays.copyOfRange(features, from, from + size.values());
      pictures.add(new Picture(shown.height(), shown.width(), shown.fit(bytes(frame), size)));
    }
    return pictures;
  }

  private static byte[] bytes(float[] frame) {
    byte[] bytes = new byte[frame.length];
    for (int i = 0; i < frame.length; i++) {
      bytes[i] = (byte) Math.round(255 * frame[i]);
    }
    return bytes;
  }
}
