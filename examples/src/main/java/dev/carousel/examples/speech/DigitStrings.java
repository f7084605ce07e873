package dev.carousel.examples.speech;

import dev.carousel.examples.speech.ConnectedDigits.Between;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.audio.Recording;
import dev.carousel.timeseries.audio.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws strings of recordings. All recordings are shuffled and taken in that order, and again when
 * they have all been taken, so that none is in the strings more than once oftener than another.
 *
 * @param recordings of single digits, all of one rate
 * @param digits how many a string has
 * @param gap how many milliseconds are before, between and after them
 */
record DigitStrings(List<Recording> recordings, Between digits, Between gap) {
  /** Draws some strings; equal ones for equal states of the stream, which advances. */
  List<Utterance> draw(int count, RandomStream random) {
    int[] order = IntStream.range(0, recordings.size()).toArray();
    int taken = order.length;
    List<Utterance> strings = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      int length = digits.draw(random);
      List<Recording> said = new ArrayList<>(length);
      int[] gaps = new int[length + 1];
      gaps[0] = samples(random);
      for (int i = 0; i < length; i++) {
        if (taken == order.length) {
          random.shuffle(order);
          taken = 0;
        }
        said.add(recordings.get(order[taken++]));
        gaps[i + 1] = samples(random);
      }
      strings.add(new DigitString(said, gaps, random.nextLong()));
    }
    return strings;
  }

  private int samples(RandomStream random) {
    long rate = recordings.get(0).sound().sampleRate();
    return (int) (gap.draw(random) * rate / 1000);
  }
}
