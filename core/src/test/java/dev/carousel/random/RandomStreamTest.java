package dev.carousel.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  /** The published sequence of SplitMix64 for this seed. */
  @Test
  void isSplitMix64() {
    RandomStream random = new RandomStream(1234567);

    assertThat(LongStream.generate(random::nextLong).limit(5).mapToObj(Long::toUnsignedString))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
  }

  /** What the JDK derives from the longs has to stay the same on every JDK. */
  @Test
  void givesTheSameDerivedNumbersOnEveryJdk() {
    RandomStream random = new RandomStream(42);
    int[] order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    assertThat(random.nextDouble()).isEqualTo(0.7415648787718233);
    assertThat(random.nextInt(1000)).isEqualTo(953);
    assertThat(random.nextGaussian()).isEqualTo(1.0366872928889295);
    random.shuffle(order);
    assertThat(order).containsExactly(4, 9, 8, 0, 7, 3, 1, 2, 6, 5);
  }

  @Property
  void continuesFromItsState(@ForAll long seed, @ForAll @IntRange(max = 20) int before) {
    RandomStream random = new RandomStream(seed);
    for (int i = 0; i < before; i++) {
      random.nextLong();
    }
    RandomStream restored = new RandomStream(random.state());

    assertThat(restored.nextLong()).isEqualTo(random.nextLong());
    assertThat(restored.nextGaussian()).isEqualTo(random.nextGaussian());
    assertThat(restored.state()).isEqualTo(random.state());
  }

  @Property
  void derivesByNameAndStateWithoutAdvancing(@ForAll long seed) {
    RandomStream random = new RandomStream(seed);
    final long dropout = random.derive("dropout").nextLong();
    final long order = random.derive("order").nextLong();

    assertThat(random.state()).isEqualTo(seed);
    assertThat(random.derive("dropout").nextLong()).isEqualTo(dropout).isNotEqualTo(order);
    assertThat(random.derive("").nextLong()).isNotEqualTo(random.derive("\0").nextLong());
    assertThat(random.derive("ab").nextLong()).isNotEqualTo(random.derive("ba").nextLong());
    random.nextLong();
    assertThat(random.derive("dropout").nextLong()).isNotEqualTo(dropout);
  }

  /** Among 1,000 bits of independent streams equal ones have mean 500 and deviation 15.8. */
  @Test
  void derivedStreamsShareAboutHalfTheirBits() {
    RandomStream parent = new RandomStream(7);
    RandomStream one = parent.derive("weights-1");
    RandomStream other = parent.derive("weights-2");
    int equal = 0;
    for (int i = 0; i < 1000; i++) {
      equal += one.nextBoolean() == other.nextBoolean() ? 1 : 0;
    }

    // Five standard deviations.
    assertThat(equal).isBetween(420, 580);
  }

  @Property
  void shufflingPermutes(@ForAll int @Size(max = 50) [] values, @ForAll long seed) {
    int[] shuffled = values.clone();
    new RandomStream(seed).shuffle(shuffled);
    int[] again = values.clone();
    new RandomStream(seed).shuffle(again);
    assertThat(again).containsExactly(shuffled);

    Arrays.sort(shuffled);
    int[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(shuffled).containsExactly(sorted);
  }

  /** 6,000 shuffles of 3: each of 6 orders has mean 1,000 and deviation 28.9. */
  @Test
  void everyOrderIsAboutEquallyLikely() {
    RandomStream random = new RandomStream(11);
    int[] counts = new int[27];
    for (int i = 0; i < 6000; i++) {
      int[] order = {0, 1, 2};
      random.shuffle(order);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }

    // Five standard deviations.
    assertThat(Arrays.stream(counts).filter(count -> count > 0))
        .hasSize(6)
        .allSatisfy(count -> assertThat(count).isBetween(856, 1144));
  }
}
