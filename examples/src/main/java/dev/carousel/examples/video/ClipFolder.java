package dev.carousel.examples.video;

import dev.carousel.data.DataFolders;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.text.PartFiles;
import dev.carousel.nlp.text.parallel.PartPaths;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A folder of clips, and one file of captions a part, as data sets like MSVD have them (Chen and
 * Dolan, Collecting Highly Parallel Data for Paraphrase Evaluation, 2011). A line of such a file is
 * the name of a clip, a tab, and a caption; a clip may have several. Clip "a" is the GIF file a or
 * a.gif, or the folder a of PNG images ({@link ClipFiles}). Empty lines are left out. In JSON,
 * "clip-folder".
 *
 * @param clips the folder, absolute or relative to a data folder
 * @param captions the files of captions, in UTF-8
 * @param maxFrames how many frames are kept of longer clips, evenly spaced; empty (null in JSON)
 *     for all
 * @param publicName the name under which the set is usually found, for whoever lacks it
 */
public record ClipFolder(
    String clips, PartPaths captions, OptionalInt maxFrames, Optional<String> publicName)
    implements ClipSource {
  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public ClipFolder {
    if (maxFrames.isPresent() && maxFrames.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "maxFrames must be at least 1, or null for all; got " + maxFrames.getAsInt());
    }
  }

  /** A clip as caption files tell of it. */
  private record Told(Place first, List<String> captions) {}

  @Override
  public Corpus<CaptionedClip> read(DataFolders folders, FrameSize size, RandomStream random) {
    PartFiles told =
        PartFiles.of(
            captions.train(),
            captions.valid(),
            captions.test(),
            DataFile.UTF_8,
            publicName,
            captions.sha256());
    List<Path> files = new ArrayList<>();
    Map<Split, List<CaptionedClip>> parts = new EnumMap<>(Split.class);
    Map<Path, Place> before = new HashMap<>();
    ClipFiles reader = new ClipFiles(size, maxFrames);
    Path folder = folders.find(clips);
    for (Split split : Split.values()) {
      DataFile file = told.file(split);
      Path found = file.find(folders);
      files.add(found);
      List<CaptionedClip> part = new ArrayList<>();
      clips(file.lines(found), folder)
          .forEach(
              (path, clip) -> {
                Place other = before.putIfAbsent(path, clip.first);
                if (other != null) {
                  throw clip.first.refusal(
                      "clip '%s' is in another part already, at %s"
                          .formatted(path.getFileName(), other));
                }
                files.addAll(filesOf(path, size));
                part.add(
                    new CaptionedClip(
                        reader.read(path, clips + "/" + path.getFileName()), clip.captions, false));
              });
      parts.put(split, part);
    }
    return new Corpus<>(parts, files);
  }

  @Override
  public Optional<Drawn> drawn(FrameSize size) {
    return Optional.empty();
  }

  private Map<Path, Told> clips(List<Line> lines, Path folder) {
    Map<Path, Told> told = new LinkedHashMap<>();
    for (Line line : Line.filled(lines)) {
      int tab = line.text().indexOf('\t');
      String name = tab < 0 ? "" : line.text().substring(0, tab).strip();
      String caption = line.text().substring(tab + 1).strip();
      if (name.isEmpty() || caption.isEmpty()) {
        throw line.place().refusal("expected the name of a clip, a tab and a caption");
      }
      told.computeIfAbsent(
              find(folder, name, line.place()), path -> new Told(line.place(), new ArrayList<>()))
          .captions
          .add(caption);
    }
    return told;
  }

  private Path find(Path folder, String name, Place place) {
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.startsWith(".")) {
      throw place.refusal("'%s' is no name of a clip in folder '%s'".formatted(name, clips));
    }
    Path exact = folder.resolve(name);
    Path gif = folder.resolve(name + ".gif");
    if (Files.exists(exact)) {
      return exact;
    }
    if (Files.exists(gif)) {
      return gif;
    }
    throw place.refusal(
        "folder '%s' has no clip '%s': neither a file '%s' or '%s.gif' nor a folder of PNG images"
            .formatted(clips, name, name, name));
  }

  private List<Path> filesOf(Path clip, FrameSize size) {
    return Files.isDirectory(clip)
        ? new PngFolder(clips + "/" + clip.getFileName(), size).images(clip)
        : List.of(clip);
  }
}
