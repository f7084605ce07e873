package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.AnomalyDetector;
import dev.carousel.serve.TableFollower;
import dev.carousel.timeseries.anomaly.Verdict;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.channel.SequenceRequest;
import dev.carousel.timeseries.labelled.LabelledLine;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Predictor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A trained model and its threshold, asked about sequences.
 *
 * @param data how lines are read
 * @param encoder as in training
 * @param horizon the length of the longest sequence of the data, in frames
 * @param errors scores sequences
 * @param predictor the model
 * @param threshold the highest score that is not anomalous
 */
record SequenceDetector(
    LabelledSource data,
    ChannelEncoder encoder,
    int horizon,
    SequenceErrors errors,
    Predictor predictor,
    double threshold)
    implements AnomalyDetector {
  private static final int BATCH = 64;

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<Map<String, Object>> replies = new ArrayList<>();
    if (requests.isEmpty()) {
      return replies;
    }
    List<Measurements> sequences = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      Measurements sequence = SequenceRequest.read(request, encoder.channels());
      requireShort(sequence, " under 'values'");
      sequences.add(sequence);
    }
    for (double score : scores(sequences, BATCH)) {
      replies.add(new Verdict(score, threshold).addTo(new LinkedHashMap<>()));
    }
    return replies;
  }

  private void requireShort(Measurements sequence, String where) {
    int longest = horizon * encoder.values() / encoder.channels();
    if (sequence.steps() > longest) {
      throw new InvalidDataException(
          "%d steps%s; models of this data read %d at most"
              .formatted(sequence.steps(), where, longest));
    }
  }

  private double[] scores(List<Measurements> sequences, int batchSize) {
    float[][] filled = new float[sequences.size()][];
    float[][] scaled = new float[sequences.size()][];
    for (int n = 0; n < filled.length; n++) {
      filled[n] = encoder.features(sequences.get(n));
      scaled[n] = encoder.scaled(sequences.get(n));
    }
    return errors.of(
        new ToldSequences(encoder.values(), horizon, filled, scaled), predictor, batchSize);
  }

  /** {@inheritDoc} A row has the line's number and label, too. */
  @Override
  public TableFollower detections() {
    return new Follower(data.lines());
  }

  /** Judges each line by itself. */
  private final class Follower implements TableFollower {
    private final Function<String, LabelledLine> form;
    private int line;
    private boolean blank;

    Follower(Function<String, LabelledLine> form) {
      this.form = form;
    }

    @Override
    public List<Map<String, Object>> read(String text) {
      // Blank lines may end a table, which is not known of one until the next has come.
      if (text.isBlank()) {
        blank = true;
        return List.of();
      } else if (blank) {
        throw new InvalidDataException("the line before is blank; remove it");
      }
      LabelledLine read = form.apply(text);
      requireShort(read.measurements(), "");
      double score = scores(List.of(read.measurements()), 1)[0];
      line++;
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("line", line);
      answer.put("label", read.label().orElse(null));
      return List.of(new Verdict(score, threshold).addTo(answer));
    }

    @Override
    public List<Map<String, Object>> end() {
      if (line == 0) {
        throw new InvalidDataException("there is no line; one sequence a line is needed");
      }
      return List.of();
    }
  }
}
