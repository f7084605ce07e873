package dev.carousel.examples.speech;

import dev.carousel.data.Place;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recording;
import dev.carousel.timeseries.audio.Sound;
import dev.carousel.timeseries.audio.Utterance;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Some digits, one after the other, with silence around them: white Gaussian noise as loud as the
 * background of the recordings beside it. A recording's background is as loud as its quietest 20
 * milliseconds; between two it is the mean of both.
 *
 * @param digits the recordings, at least one, all of one rate
 * @param gaps the number of samples before the first, between them and after the last
 * @param noise decides the noise
 */
record DigitString(List<Recording> digits, int[] gaps, long noise) implements Utterance {
  private static final double QUIETEST_SECONDS = 0.02;

  @Override
  public String transcript() {
    return digits.stream().map(Recording::transcript).collect(Collectors.joining(" "));
  }

  @Override
  public Sound sound() {
    float[] samples = new float[length()];
    RandomStream random = new RandomStream(noise);
    int at = silence(samples, 0, gaps[0], background(digits.get(0)), random);
    for (int i = 0; i < digits.size(); i++) {
      float[] said = digits.get(i).sound().samples();
      System.arraycopy(said, 0, samples, at, said.length);
      at += said.length;
      Recording next = digits.get(Math.min(i + 1, digits.size() - 1));
      double level = (background(digits.get(i)) + background(next)) / 2;
      at = silence(samples, at, gaps[i + 1], level, random);
    }
    return new Sound(samples, sampleRate());
  }

  /** Fills a stretch; returns its end. */
  private static int silence(
      float[] samples, int from, int length, double level, RandomStream random) {
    for (int i = from; i < from + length; i++) {
      samples[i] = (float) (level * random.nextGaussian());
    }
    return from + length;
  }

  /** The root of the mean square of the quietest stretch, or of all where that is shorter. */
  private static double background(Recording recording) {
    float[] samples = recording.sound().samples();
    int stretch =
        Math.min(
            samples.length, Math.max(1, (int) (QUIETEST_SECONDS * recording.sound().sampleRate())));
    double least = Double.POSITIVE_INFINITY;
    for (int from = 0; from + stretch <= samples.length; from += stretch) {
      double power = 0;
      for (int i = from; i < from + stretch; i++) {
        power += (double) samples[i] * samples[i];
      }
      least = Math.min(least, power);
    }
    return Math.sqrt(least / stretch);
  }

  private int sampleRate() {
    return digits.get(0).sound().sampleRate();
  }

  private int length() {
    int length = gaps[0];
    for (int i = 0; i < digits.size(); i++) {
      length = Math.addExact(length, digits.get(i).sound().samples().length + gaps[i + 1]);
    }
    return length;
  }

  @Override
  public double seconds() {
    return (double) length() / sampleRate();
  }

  @Override
  public String speaker() {
    return digits.stream().map(Recording::speaker).collect(Collectors.joining(", "));
  }

  @Override
  public Place place() {
    return Place.whole(
        digits.stream()
            .map(each -> each.place().toString())
            .collect(Collectors.joining(" and ", "the string of ", "")));
  }
}
