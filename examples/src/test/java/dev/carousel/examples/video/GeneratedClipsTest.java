package dev.carousel.examples.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class GeneratedClipsTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final FrameSize SIZE = new FrameSize(24, 24);
  private static final int FRAMES = 13;
  private static final Pattern CAPTION =
      Pattern.compile(
          "a (?:(small|large) )?(red|green|blue|yellow|white) (circle|square|triangle|cross)"
              + " (moves left|moves right|moves up|moves down|bounces|circles|grows|shrinks"
              + "|passes behind)(?: a (red|green|blue|yellow|white)"
              + " (circle|square|triangle|cross))?");

  private static Corpus<CaptionedClip> corpus(long seed) {
    return new GeneratedClips(FRAMES, 300, 40, 60, 60)
        .read(NO_FOLDERS, SIZE, new RandomStream(seed));
  }

  private static Combination combination(String caption) {
    Matcher words = CAPTION.matcher(caption);
    assertThat(words.matches()).as(caption).isTrue();
    return Combination.all().stream()
        .filter(
            each ->
                each.colour().word.equals(words.group(2))
                    && each.shape().word.equals(words.group(3))
                    && each.motion().words.equals(words.group(4)))
        .findFirst()
        .orElseThrow();
  }

  /** How much of each pixel something of a colour covers, told by that pixel's colour alone. */
  private static double[] moments(byte[] frame, Colour colour) {
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int pixel = 0; pixel < SIZE.height() * SIZE.width(); pixel++) {
      int distance = 0;
      for (int c = 0; c < FrameSize.CHANNELS; c++) {
        distance += Math.abs(Byte.toUnsignedInt(frame[pixel * 3 + c]) - colour.channel(c));
      }
      if (distance < 60) {
        sum++;
        x += pixel % SIZE.width();
        y += pixel / SIZE.width();
      }
    }
    return new double[] {sum, x / sum, y / sum};
  }

  private static List<double[]> film(Combination about, long seed) {
    Director.Directed directed = new Director(SIZE, new RandomStream(seed)).direct(about);
    List<double[]> moments = new ArrayList<>();
    for (byte[] frame : directed.scene().film(SIZE, FRAMES).frames()) {
      moments.add(moments(frame, about.colour()));
    }
    return moments;
  }

  private static void rises(List<double[]> film, ToDoubleFunction<double[]> figure, String what) {
    double first = figure.applyAsDouble(film.get(0));
    double middle = figure.applyAsDouble(film.get(FRAMES / 2));
    double last = figure.applyAsDouble(film.get(FRAMES - 1));
    assertThat(middle).as(what).isGreaterThan(first);
    assertThat(last).as(what).isGreaterThan(middle);
  }

  @Test
  void everyTwoOfShapeColourAndMotionAreSeenTogetherButNotEveryThree() {
    Set<List<Object>> seen = new HashSet<>();
    for (Combination each : Combination.all()) {
      if (!each.unseen()) {
        seen.add(List.of(each.shape(), each.colour()));
        seen.add(List.of(each.shape(), each.motion()));
        seen.add(List.of(each.colour(), each.motion()));
      }
    }
    assertThat(Combination.all()).hasSize(4 * 5 * 9);
    assertThat(Combination.all().stream().filter(Combination::unseen)).hasSize(36);
    assertThat(seen).hasSize(4 * 5 + 4 * 9 + 5 * 9);
  }

  @Test
  void partsHaveWhatTheySay() {
    Corpus<CaptionedClip> corpus = corpus(1);

    assertThat(corpus.files()).isEmpty();
    assertThat(corpus.part(Split.TRAIN)).hasSize(300);
    assertThat(corpus.part(Split.VALID)).hasSize(40);
    assertThat(corpus.part(Split.TEST)).hasSize(120);
    assertThat(corpus.part(Split.TEST).stream().filter(CaptionedClip::unseen)).hasSize(60);
    for (Split split : Split.values()) {
      for (CaptionedClip clip : corpus.part(split)) {
        assertThat(clip.captions()).hasSize(1);
        assertThat(combination(clip.captions().get(0)).unseen()).isEqualTo(clip.unseen());
        assertThat(clip.clip().frames()).hasNumberOfRows(FRAMES);
        assertThat(split == Split.TEST || !clip.unseen()).isTrue();
      }
    }
  }

  @Test
  void trainingIsDrawnFromSeenCombinations() {
    ClipSource.Drawn drawn = new GeneratedClips(FRAMES, 300, 40, 60, 60).drawn(SIZE).orElseThrow();
    List<CaptionedClip> clips = drawn.epoch(new RandomStream(5));

    assertThat(clips).hasSize(300);
    assertThat(clips).noneMatch(clip -> combination(clip.captions().get(0)).unseen());
    assertThat(drawn.epoch(new RandomStream(5)).get(299).clip().frames())
        .isDeepEqualTo(clips.get(299).clip().frames());
    assertThat(drawn.epoch(new RandomStream(6)).get(299).clip().frames()[0])
        .isNotEqualTo(clips.get(299).clip().frames()[0]);
  }

  @Test
  void captionsTellAllThatGrammarAsks() {
    for (CaptionedClip clip : corpus(2).part(Split.TRAIN)) {
      Matcher words = CAPTION.matcher(clip.captions().get(0));
      assertThat(words.matches()).isTrue();
      boolean behind = words.group(4).equals("passes behind");
      boolean sized = !behind && !words.group(4).matches("grows|shrinks");
      assertThat(words.group(1) != null).isEqualTo(sized);
      assertThat(words.group(5) != null).isEqualTo(behind);
      assertThat(words.group(5)).isNotEqualTo(words.group(2));
    }
  }

  /** Of the pixels, so it holds on every machine and JDK that the tests run on. */
  @Test
  void clipsAreTheSameEverywhere() {
    CRC32 sum = new CRC32();
    for (CaptionedClip clip : corpus(3).part(Split.TRAIN)) {
      for (byte[] frame : clip.clip().frames()) {
        sum.update(frame);
      }
    }
    assertThat(Long.toHexString(sum.getValue())).isEqualTo("1e71e2c6");
    CRC32 other = new CRC32();
    other.update(corpus(4).part(Split.TRAIN).get(0).clip().frames()[0]);
    CRC32 same = new CRC32();
    same.update(corpus(3).part(Split.TRAIN).get(0).clip().frames()[0]);
    assertThat(other.getValue()).isNotEqualTo(same.getValue());
  }

  @Test
  void motionsAreSeen() {
    for (Combination about : Combination.all()) {
      for (long seed = 0; seed < 3; seed++) {
        List<double[]> film = film(about, seed);
        String what = about + ", seed " + seed;
        switch (about.motion()) {
          case LEFT -> rises(film, moments -> -moments[1], what);
          case RIGHT -> rises(film, moments -> moments[1], what);
          case UP -> rises(film, moments -> -moments[2], what);
          case DOWN -> rises(film, moments -> moments[2], what);
          case GROWS -> rises(film, moments -> moments[0], what);
          case SHRINKS -> rises(film, moments -> -moments[0], what);
          case BOUNCES -> assertThat(turns(film, 2)).as(what).isBetween(3, 5);
          case CIRCLES -> {
            assertThat(turns(film, 1) + turns(film, 2)).as(what).isBetween(3, 5);
            assertThat(turns(film, 2)).as(what).isBetween(1, 3);
          }
          case PASSES_BEHIND -> {
            double ends = Math.min(film.get(0)[0], film.get(FRAMES - 1)[0]);
            assertThat(film.stream().mapToDouble(moments -> moments[0]).min().orElseThrow())
                .as(what)
                .isLessThan(ends);
          }
        }
      }
    }
  }

  /** How often a middle turns round, up and down or to and fro. */
  private static int turns(List<double[]> film, int axis) {
    int turns = 0;
    double direction = 0;
    for (int t = 1; t < film.size(); t++) {
      double step = film.get(t)[axis] - film.get(t - 1)[axis];
      turns += step * direction < 0 ? 1 : 0;
      direction = step == 0 ? direction : step;
    }
    return turns;
  }

  @Test
  void aLargeShapeIsLargerAndWhollySeen() {
    for (Shape shape : Shape.values()) {
      double smallest = Double.MAX_VALUE;
      double largest = 0;
      for (long seed = 0; seed < 40; seed++) {
        Combination about = new Combination(shape, Colour.RED, Motion.RIGHT);
        Director.Directed directed = new Director(SIZE, new RandomStream(seed)).direct(about);
        Clip clip = directed.scene().film(SIZE, 2);
        double area = moments(clip.frames()[0], Colour.RED)[0];
        // A shape that was cut by an edge would not be as large as at the other side. It lies
        // elsewhere on the grid of pixels there, which changes what is seen as red at its rim.
        assertThat(moments(clip.frames()[1], Colour.RED)[0]).isBetween(area * 0.6, area / 0.6);
        if (directed.caption().contains("large")) {
          smallest = Math.min(smallest, area);
        } else {
          largest = Math.max(largest, area);
        }
      }
      assertThat(smallest).as(shape.word).isGreaterThan(largest);
    }
  }

  @Test
  void numbersThatAreTooSmallAreRefused() {
    assertThatThrownBy(() -> new GeneratedClips(1, 1, 1, 1, 1))
        .hasMessage("frames must be at least 2, got 1");
    assertThatThrownBy(() -> new GeneratedClips(2, 1, 1, 1, 0))
        .hasMessage("unseenClips must be at least 1, got 0");
  }
}
