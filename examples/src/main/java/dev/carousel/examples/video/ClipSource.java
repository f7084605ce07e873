package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.random.RandomStream;
import java.util.OptionalInt;

/** Where clips with captions come from: a record whose components are its JSON. */
public interface ClipSource {
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
   * How long its clips are at most, and so those that a trained model is asked about.
   *
   * @return how many frames are kept of longer clips, evenly spaced; empty for all
   */
  OptionalInt maxFrames();
}
