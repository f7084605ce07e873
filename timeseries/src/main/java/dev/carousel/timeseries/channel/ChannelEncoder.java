package dev.carousel.timeseries.channel;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.labelled.LabelledSequence;
import dev.carousel.timeseries.labelled.Measurements;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Measurements as a model reads them, fitted to the training part alone. Immutable. */
public final class ChannelEncoder {
  private static final String HEADER = "offset\tfactor\tmean\tgap";

  private final ChannelForm form;
  private final List<Channel> channels;

  /**
   * What is known of a channel from the training part.
   *
   * @param affine how its values are scaled, unless each sequence is by itself
   * @param mean of its scaled values
   * @param gap the mean of its gaps, 1 where all are 0
   */
  private record Channel(Affine affine, double mean, double gap) {}

  private ChannelEncoder(ChannelForm form, List<Channel> channels) {
    this.form = form;
    this.channels = List.copyOf(channels);
  }

  /**
   * Fits scales, means and gaps.
   *
   * @param form the form that a model reads
   * @param training the training part
   * @return the encoder
   * @throws InvalidDataException if a channel has no value there, or values cannot be scaled so
   */
  public static ChannelEncoder fit(ChannelForm form, List<LabelledSequence> training) {
    List<Channel> channels = new ArrayList<>();
    for (int c = 0; c < training.get(0).measurements().channels(); c++) {
      int channel = c;
      double[] values =
          training.stream()
              .flatMapToDouble(sequence -> known(sequence.measurements(), channel))
              .toArray();
      if (values.length == 0) {
        throw new InvalidDataException(
            "channel %d has no value in the training part; leave it out".formatted(c + 1));
      }
      Affine affine =
          form.scale() == ChannelScale.STANDARD
              ? standard(values, "the values of channel " + (c + 1))
              : Affine.IDENTITY;
      double mean = 0;
      if (form.scale() == ChannelScale.NONE) {
        mean = DoubleStream.of(values).map(value -> value / values.length).sum();
      }
      double gap =
          training.stream()
              .flatMapToDouble(
                  sequence -> Arrays.stream(gaps(sequence.measurements(), channel)).skip(1))
              .average()
              .orElse(0);
      channels.add(new Channel(affine, mean, gap > 0 ? gap : 1));
    }
    return new ChannelEncoder(form, channels);
  }

  private static DoubleStream known(Measurements measurements, int channel) {
    return IntStream.range(0, measurements.steps())
        .mapToDouble(t -> measurements.value(t, channel))
        .filter(value -> !Double.isNaN(value));
  }

  private static Affine standard(double[] values, String what) {
    try {
      return Affine.standard(values);
    } catch (IllegalArgumentException e) {
      throw new InvalidDataException(what + " are " + e.getMessage(), e);
    }
  }

  /** δ of every step, in the unit of the times. */
  private static double[] gaps(Measurements measurements, int channel) {
    double[] gaps = new double[measurements.steps()];
    for (int t = 1; t < gaps.length; t++) {
      boolean measured = !Double.isNaN(measurements.value(t - 1, channel));
      gaps[t] = measurements.time(t) - measurements.time(t - 1) + (measured ? 0 : gaps[t - 1]);
    }
    return gaps;
  }

  /**
   * The number of channels.
   *
   * @return C
   */
  public int channels() {
    return channels.size();
  }

  /**
   * How many numbers a model reads at a step of its own.
   *
   * @return C times the number of inputs times the frame
   */
  public int width() {
    return channels() * form.inputs().size() * form.frame();
  }

  /**
   * How many values a step of the model has.
   *
   * @return C times the frame
   */
  public int values() {
    return channels() * form.frame();
  }

  /**
   * The scaled values.
   *
   * @param measurements of C channels
   * @return [frames, values] in row-major order, NaN where missing and beyond the last step; the
   *     caller's own
   * @throws InvalidDataException if a value is too large
   */
  public float[] scaled(Measurements measurements) {
    float[] scaled = stepByStep(measurements);
    float[] framed = new float[form.frames(measurements.steps()) * values()];
    Arrays.fill(framed, scaled.length, framed.length, Float.NaN);
    System.arraycopy(scaled, 0, framed, 0, scaled.length);
    return framed;
  }

  /** The scaled values, [T, C]. */
  private float[] stepByStep(Measurements measurements) {
    float[] scaled = new float[measurements.values().length];
    for (int c = 0; c < channels(); c++) {
      Affine affine =
          form.scale() == ChannelScale.EACH
              ? standard(known(measurements, c).toArray(), "the values of channel " + (c + 1))
              : channels.get(c).affine();
      for (int t = 0; t < measurements.steps(); t++) {
        double value = measurements.value(t, c);
        float number = (float) affine.apply(value);
        if (Float.isInfinite(number)) {
          throw new InvalidDataException(
              "%s in channel %d is too large; give values in a larger unit or scale them"
                  .formatted(value, c + 1));
        }
        scaled[t * channels() + c] = number;
      }
    }
    return scaled;
  }

  /**
   * What a model reads: of every step the first input of all channels, then the second.
   *
   * @param measurements of C channels
   * @return [frames, width] in row-major order, 0 beyond the last step; the caller's own
   * @throws InvalidDataException if a value is too large
   */
  public float[] features(Measurements measurements) {
    float[] features = new float[form.frames(measurements.steps()) * width()];
    float[] scaled = stepByStep(measurements);
    int width = width() / form.frame();
    for (int i = 0; i < form.inputs().size(); i++) {
      for (int c = 0; c < channels(); c++) {
        double[] numbers =
            switch (form.inputs().get(i)) {
              case VALUES -> filled(scaled, c);
              case MASKS -> mask(scaled, c);
              case GAPS -> {
                double unit = channels.get(c).gap();
                yield Arrays.stream(gaps(measurements, c)).map(gap -> gap / unit).toArray();
              }
            };
        for (int t = 0; t < numbers.length; t++) {
          features[t * width + i * channels() + c] = (float) numbers[t];
        }
      }
    }
    return features;
  }

  private double[] filled(float[] scaled, int channel) {
    double[] filled = new double[scaled.length / channels()];
    double last = channels.get(channel).mean();
    for (int t = 0; t < filled.length; t++) {
      float value = scaled[t * channels() + channel];
      last = Float.isNaN(value) ? last : value;
      filled[t] = last;
    }
    return filled;
  }

  private double[] mask(float[] scaled, int channel) {
    double[] mask = new double[scaled.length / channels()];
    for (int t = 0; t < mask.length; t++) {
      mask[t] = Float.isNaN(scaled[t * channels() + channel]) ? 0 : 1;
    }
    return mask;
  }

  /**
   * What was fitted, as text.
   *
   * @return a header, then a line a channel
   */
  public String text() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    for (Channel channel : channels) {
      text.append(channel.affine().offset()).append('\t');
      text.append(channel.affine().factor()).append('\t');
      text.append(channel.mean()).append('\t').append(channel.gap()).append('\n');
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @param form as it was fitted with
   * @param text the text
   * @return an equal encoder
   * @throws InvalidDataException if it is no such text
   */
  public static ChannelEncoder read(ChannelForm form, String text) {
    List<String> lines = text.lines().toList();
    List<Channel> channels = new ArrayList<>();
    try {
      for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
        double[] numbers =
            Arrays.stream(line.split("\t")).mapToDouble(Double::parseDouble).toArray();
        channels.add(new Channel(new Affine(numbers[0], numbers[1]), numbers[2], numbers[3]));
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new InvalidDataException("the fitted channels cannot be read: " + e.getMessage(), e);
    }
    if (channels.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new InvalidDataException("the fitted channels are not a header and a line a channel");
    }
    return new ChannelEncoder(form, channels);
  }
}
