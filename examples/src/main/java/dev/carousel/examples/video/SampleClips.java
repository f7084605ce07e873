package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes generated clips as GIF files, to look at and to ask a trained model about: 1.gif to 3.gif
 * are of combinations that training has, 4.gif to 6.gif of others. What they show stands in
 * captions.txt, which with the clips is in the form of {@link ClipFolder}. They are larger than
 * what models read, and none of an experiment's.
 */
public final class SampleClips {
  private static final int OF_EACH = 3;
  private static final int FRAMES = 12;
  private static final FrameSize SIZE = new FrameSize(96, 96);
  private static final GifFile GIF = new GifFile(12);

  private SampleClips() {}

  /**
   * Writes six clips.
   *
   * @param arguments a folder, which is made if it does not exist, and a seed
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2 || !arguments[1].matches("\\d{1,18}")) {
      System.err.println("expected a folder and a seed, such as: clips 1");
      System.exit(2);
    }
    write(Path.of(arguments[0]), Long.parseLong(arguments[1]));
  }

  static void write(Path folder, long seed) throws IOException {
    Files.createDirectories(folder);
    List<CaptionedClip> clips =
        new GeneratedClips(FRAMES, 1, 1, OF_EACH, OF_EACH)
            .read(new DataFolders(List.of()), SIZE, new RandomStream(seed).derive("samples"))
            .part(Split.TEST);
    StringBuilder captions = new StringBuilder();
    for (int n = 0; n < clips.size(); n++) {
      String name = Integer.toString(n + 1);
      GIF.write(clips.get(n).clip(), folder.resolve(name + ".gif"));
      captions.append(name).append('\t').append(clips.get(n).captions().get(0)).append('\n');
    }
    Files.writeString(folder.resolve("captions.txt"), captions);
  }
}
