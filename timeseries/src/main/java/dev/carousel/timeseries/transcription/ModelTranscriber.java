package dev.carousel.timeseries.transcription;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.LogitSequence;
import dev.carousel.serve.Request;
import dev.carousel.serve.Transcriber;
import dev.carousel.timeseries.audio.FeatureExtractor;
import dev.carousel.timeseries.audio.Sound;
import dev.carousel.timeseries.audio.Wav;
import dev.carousel.train.Predictor;
import dev.carousel.transcription.TranscribedFeatures;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes down with a model what is said, a recording at a time.
 *
 * @param task how sound is heard and labels are found
 * @param transcripts what labels stand for
 * @param predictor the model
 */
record ModelTranscriber(Transcription task, Transcripts transcripts, Predictor predictor)
    implements Transcriber {
  private static final String RECORDING = "recording";

  /** What a model makes of a sound: its outputs, a row a frame. */
  LogitSequence heard(Sound sound) {
    float[] features = new FeatureExtractor(task.frontEnd()).features(sound);
    Batch batch =
        new TranscribedFeatures(task.frontEnd().width(), new float[][] {features}, null)
            .batch(new int[] {0});
    return LogitSequence.of(predictor.predict(batch), batch, 0);
  }

  @Override
  public String transcribe(Path recording) {
    Sound sound = Wav.read(recording, recording.toString());
    return transcripts.text(task.decoder().labels(heard(sound)));
  }

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<Map<String, Object>> replies = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      String recording = new Request(request).reading(RECORDING).text(RECORDING);
      replies.add(Map.of("text", transcribe(path(recording))));
    }
    return replies;
  }

  private static Path path(String recording) {
    try {
      return Path.of(recording);
    } catch (InvalidPathException e) {
      throw new InvalidDataException(
          "'%s' under '%s' is no path: %s".formatted(recording, RECORDING, e.getReason()), e);
    }
  }
}
