package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.random.RandomStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Where clips with captions come from: a record whose components are its JSON. */
public interface ClipSource {
  /** Clips for training, other ones every epoch. Immutable. */
  @FunctionalInterface
  interface Drawn {
    /**
     * Draws those of an epoch.
     *
     * @param random decides; advances
     * @return the clips, equal for equal states of the stream
     */
    List<CaptionedClip> epoch(RandomStream random);
  }

  /**
   * Reads or makes the clips.
   *
   * @param folders where files are looked for
   * @param size the size that pictures are brought to
   * @param random decides whatever is random about the clips; advanced
   * @return the clips of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing or not in its form
   */
  Corpus<CaptionedClip> read(DataFolders folders, FrameSize size, RandomStream random);

  /**
   * What training gets instead of its part.
   *
   * @param size the size of pictures
   * @return what draws it; empty if training gets its part
   */
  Optional<Drawn> drawn(FrameSize size);

  /**
   * How long its clips are at most, and so those that a trained model is asked about.
   *
   * @return how many frames are kept of longer clips, evenly spaced; empty for all
   */
  OptionalInt maxFrames();
}
