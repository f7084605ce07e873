package dev.carousel.nlp.translation;

import dev.carousel.data.Batch;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Hypothesis;
import dev.carousel.decode.NextTokens;
import dev.carousel.nlp.conditioned.Decoding;
import dev.carousel.serve.Request;
import dev.carousel.serve.Translator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Translates with a model. A text without any token has an empty translation.
 *
 * @param languages as in training
 * @param search how translations are looked for where a request does not say
 * @param model begins to decode from a batch of texts
 */
record ModelTranslator(Languages languages, BeamSearch search, Function<Batch, NextTokens> model)
    implements Translator {
  private static final int BATCH = 32;

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      texts.add(new Request(request).reading("text").text("text"));
    }
    List<Map<String, Object>> replies = new ArrayList<>();
    for (Found found : found(texts, search)) {
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("translation", found.text());
      reply.put("score", found.score());
      replies.add(reply);
    }
    return replies;
  }

  @Override
  public List<String> translate(List<String> lines, BeamSearch with) {
    return found(lines, with).stream().map(Found::text).toList();
  }

  private record Found(String text, double score) {}

  private List<Found> found(List<String> texts, BeamSearch with) {
    List<int[]> sources = new ArrayList<>();
    List<Found> found = new ArrayList<>();
    List<Integer> asked = new ArrayList<>();
    for (String text : texts) {
      int[] source = languages.source().encode(text);
      if (source.length > 0) {
        asked.add(found.size());
        sources.add(source);
      }
      found.add(new Found("", 0));
    }
    if (sources.isEmpty()) {
      return found;
    }
    Hypothesis[] best =
        new Decoding(languages.texts(), with, BATCH)
            .decode(
                new SourceTexts(sources.toArray(int[][]::new), languages.source().vocabulary()),
                model);
    for (int i = 0; i < best.length; i++) {
      found.set(
          asked.get(i), new Found(languages.texts().decode(best[i].tokens()), best[i].score()));
    }
    return found;
  }
}
