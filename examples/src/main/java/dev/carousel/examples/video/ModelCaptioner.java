package dev.carousel.examples.video;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.decode.NextTokens;
import dev.carousel.nlp.conditioned.Decoding;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.serve.Captioner;
import dev.carousel.serve.Request;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Tells with a model what clips show.
 *
 * @param files how clips are read
 * @param reading what a model reads of them
 * @param texts how captions are encoded
 * @param search how captions are looked for
 * @param model begins to decode from a batch of clips
 */
record ModelCaptioner(
    ClipFiles files,
    FrameReading reading,
    TargetTexts texts,
    BeamSearch search,
    Function<Batch, NextTokens> model)
    implements Captioner {
  private static final int BATCH = 32;

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<Clip> clips = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      clips.add(clip(path(new Request(request).reading("clip").text("clip"))));
    }
    List<Map<String, Object>> replies = new ArrayList<>();
    for (Hypothesis found : found(clips)) {
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("caption", texts.decode(found.tokens()));
      reply.put("score", found.score());
      replies.add(reply);
    }
    return replies;
  }

  @Override
  public String caption(Path clip) {
    return texts.decode(found(List.of(clip(clip)))[0].tokens());
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException impossible) {
      throw new InvalidDataException("'%s' is no path of a file".formatted(name), impossible);
    }
  }

  private Clip clip(Path file) {
    if (!Files.exists(file)) {
      throw new InvalidDataException("'%s': no such file or folder".formatted(file));
    }
    return files.read(file, file.toString());
  }

  private Hypothesis[] found(List<Clip> clips) {
    return clips.isEmpty()
        ? new Hypothesis[0]
        : new Decoding(texts, search, BATCH).decode(new ClipSequences(clips, reading), model);
  }
}
