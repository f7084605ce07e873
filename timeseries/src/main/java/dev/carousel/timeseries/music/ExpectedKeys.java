package dev.carousel.timeseries.music;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.train.Predictor;
import java.util.Arrays;
import java.util.List;

/**
 * What is shown of the first sequence of a part: how probable each key was before its frame was
 * read, and below it what sounds.
 *
 * @param rolls the sequences of the part
 */
record ExpectedKeys(Rolls rolls) {
  private static final int MOST_STEPS = HeatMap.MOST_VALUES / Keys.COUNT;

  /** What is shown of a model; one sequence is read, whatever the batch size. */
  List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    Batch batch = rolls.batch(new int[] {0});
    float[] logits = predictor.predict(batch);
    float[] chances = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      chances[i] = (float) (1 / (1 + Math.exp(-logits[i])));
    }
    return List.of(
        map(
            "Expected keys",
            "The first sequence of the test part: how probable each key is in each frame, told from"
                + " the frames before it.",
            "probability",
            chances),
        map(
            "Sounding keys",
            "The same sequence: 1 where a key sounds.",
            "sounds",
            ((Targets.Values) batch.targets()).values()));
  }

  private static HeatMap map(String title, String caption, String value, float[] values) {
    int steps = values.length / Keys.COUNT;
    int shown = Math.min(steps, MOST_STEPS);
    return new HeatMap(
        title,
        caption
            + " Key 1 is the lowest of a piano."
            + (shown < steps ? " Shown are %d of %d frames.".formatted(shown, steps) : ""),
        new Axis.Numbers("frame"),
        1,
        shown + 1.0,
        new Axis.Numbers("key"),
        new Axis.Numbers(value),
        Keys.COUNT,
        Arrays.copyOf(values, shown * Keys.COUNT),
        List.of());
  }
}
