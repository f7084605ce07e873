package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.Sequences;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Clips that are made here, not filmed. In JSON, "generated-clips".
 *
 * <pre>
 * caption = "a" size colour shape ("moves left" | "moves right" | "moves up" | "moves down" | "bounces" | "circles")
 *         | "a" colour shape ("grows" | "shrinks")
 *         | "a" colour shape "passes behind a" colour shape
 * size    = "small" | "large"
 * colour  = "red" | "green" | "blue" | "yellow" | "white"
 * shape   = "circle" | "square" | "triangle" | "cross"
 * </pre>
 *
 * <p>Of the 180 combinations of what moves, its colour and its motion, 36 never occur in training
 * or validation: those whose places in these lists, each counted from 0 and motions in the order
 * above, add up to a multiple of 5. Every two of shape, colour and motion are seen together in
 * training. What stands in front of what passes behind it may be anything of another colour. Every
 * epoch trains on as many other clips as the training part has. Equal seeds give equal clips, on
 * any machine.
 *
 * @param frames how many pictures a clip, at least 2
 * @param trainClips how many clips the training part has, at least 1
 * @param validClips how many clips the validation part has, at least 1
 * @param testClips how many clips of seen combinations the test part has, at least 1
 * @param unseenClips how many clips of unseen combinations the test part has as well, at least 1
 */
public record GeneratedClips(
    int frames, int trainClips, int validClips, int testClips, int unseenClips)
    implements ClipSource {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is too small
   */
  public GeneratedClips {
    Sequences.requireAtLeast(2, "frames", frames);
    Sequences.requireAtLeast(1, "trainClips", trainClips);
    Sequences.requireAtLeast(1, "validClips", validClips);
    Sequences.requireAtLeast(1, "testClips", testClips);
    Sequences.requireAtLeast(1, "unseenClips", unseenClips);
  }

  @Override
  public Corpus<CaptionedClip> read(DataFolders folders, FrameSize size, RandomStream random) {
    List<CaptionedClip> test =
        Stream.concat(
                clips(testClips, false, size, random.derive("test")).stream(),
                clips(unseenClips, true, size, random.derive("unseen")).stream())
            .toList();
    return new Corpus<>(
        Map.of(
            Split.TRAIN, clips(trainClips, false, size, random.derive("train")),
            Split.VALID, clips(validClips, false, size, random.derive("valid")),
            Split.TEST, test),
        List.of());
  }

  @Override
  public Optional<Drawn> drawn(FrameSize size) {
    return Optional.of(random -> clips(trainClips, false, size, random));
  }

  /** As many as all its clips have. */
  @Override
  public OptionalInt maxFrames() {
    return OptionalInt.of(frames);
  }

  private List<CaptionedClip> clips(
      int count, boolean unseen, FrameSize size, RandomStream random) {
    List<Combination> allowed =
        Combination.all().stream().filter(each -> each.unseen() == unseen).toList();
    Director director = new Director(size, random);
    List<CaptionedClip> clips = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      Director.Directed directed = director.direct(allowed.get(random.nextInt(allowed.size())));
      clips.add(
          new CaptionedClip(
              directed.scene().film(size, frames), List.of(directed.caption()), unseen));
    }
    return clips;
  }
}
