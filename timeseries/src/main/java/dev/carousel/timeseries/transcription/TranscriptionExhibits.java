package dev.carousel.timeseries.transcription;

import dev.carousel.data.LogitSequence;
import dev.carousel.decode.Alignment;
import dev.carousel.decode.Trellis;
import dev.carousel.exhibit.Axis;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.HeatMap;
import dev.carousel.exhibit.Span;
import dev.carousel.exhibit.Strip;
import dev.carousel.timeseries.audio.FeatureExtractor;
import dev.carousel.timeseries.audio.Utterance;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is shown of test utterances: the first two, and the first with an error among some. Their
 * spectrograms, and above them where the likeliest paths have the labels that are found and those
 * that are right.
 *
 * @param task how sound is heard and labels are found
 * @param utterances of the test part
 * @param transcripts what labels stand for
 */
record TranscriptionExhibits(
    Transcription task, List<Utterance> utterances, Transcripts transcripts) {
  private static final int FIRST = 2;

  /** How many are looked through for an error. */
  private static final int LOOKED_THROUGH = 100;

  /** What is shown of a model; recordings are heard one by one, whatever the batch size. */
  List<Exhibit> of(Predictor predictor, int batchSize) {
    ModelTranscriber transcriber = new ModelTranscriber(task, transcripts, predictor);
    List<Exhibit> exhibits = new ArrayList<>();
    boolean wrong = false;
    for (int n = 0; n < Math.min(LOOKED_THROUGH, utterances.size()) && !wrong; n++) {
      Utterance utterance = utterances.get(n);
      LogitSequence outputs = transcriber.heard(utterance.sound());
      int[] found = task.decoder().labels(outputs);
      int[] right = transcripts.labels(utterance.transcript(), utterance.place());
      if (n < FIRST) {
        exhibits.add(map("Utterance %d of the test part".formatted(n + 1), n, outputs, found));
      } else if (!Arrays.equals(found, right)) {
        wrong = true;
        exhibits.add(map("An utterance with an error", n, outputs, found));
      }
    }
    return exhibits;
  }

  private HeatMap map(String title, int n, LogitSequence outputs, int[] found) {
    Utterance utterance = utterances.get(n);
    int[] right = transcripts.labels(utterance.transcript(), utterance.place());
    float[] spectrogram = new FeatureExtractor(task.frontEnd()).spectrogram(utterance.sound());
    int bands = task.frontEnd().mels();
    int frames = Math.min(outputs.length(), HeatMap.MOST_VALUES / bands);
    double seconds = task.frontEnd().hopSamples() / (double) task.frontEnd().sampleRate();
    List<Strip> strips = new ArrayList<>();
    strips.add(strip("found", outputs, found, frames, seconds));
    if (Trellis.leastSteps(right) <= outputs.length()) {
      strips.add(strip("reference", outputs, right, frames, seconds));
    }
    return new HeatMap(
        title,
        caption(n, transcripts.text(right), transcripts.text(found), frames < outputs.length()),
        new Axis.Numbers("seconds"),
        0,
        frames * seconds,
        new Axis.Numbers("mel band"),
        new Axis.Numbers("ln energy"),
        bands,
        Arrays.copyOf(spectrogram, frames * bands),
        strips);
  }

  private String caption(int n, String right, String found, boolean cut) {
    return "Utterance %d of the test part, by %s. Reference: %s. Found: %s. Below, the log-mel"
            .formatted(n + 1, utterances.get(n).speaker(), quoted(right), quoted(found))
        + " spectrogram; above it, the frames at which the likeliest path has each label, of those"
        + " found and of the reference."
        + (cut ? " Shown is the beginning." : "");
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "nothing" : "“" + text + "”";
  }

  /** Where the likeliest path of some labels has each of them. */
  private Strip strip(
      String name, LogitSequence outputs, int[] labels, int frames, double seconds) {
    int[] places = Alignment.of(outputs, labels).places();
    List<Span> spans = new ArrayList<>();
    int from = 0;
    for (int t = 1; t <= frames; t++) {
      if (t == frames || places[t] != places[from]) {
        if (places[from] >= 0) {
          String text = transcripts.name(labels[places[from]]);
          spans.add(new Span(text.isBlank() ? "space" : text, from * seconds, t * seconds));
        }
        from = t;
      }
    }
    return new Strip(name, spans);
  }
}
