package dev.carousel.nlp.language;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.decode.Sampling;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.TextDecoder;
import dev.carousel.nlp.token.Token;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.ModelTokens;
import dev.carousel.serve.Request;
import dev.carousel.serve.TextGenerator;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Asks a language model. A text is read as if it began a line, after a line's end, where the
 * vocabulary has one; otherwise from the model's initial states, and then nothing says how likely
 * its first token is. A line's end counts where the text spells it out, also for tokenizers that
 * give every line one.
 *
 * <p>The token for unknown ones is read like any other, but it has no text to give: it is not
 * suggested, and text is drawn from p(k | k is known), that is with its probability set to 0.
 *
 * <p>A request is {@code {"text": …}}. The reply has {@code tokens}, the number of tokens; {@code
 * nats}, the mean over those of which the model knows what comes before of -log p; {@code
 * perplexity}, exp(nats); both null where there is no such token; and {@code suggestions}, the
 * three likeliest tokens to come next, each {@code {"text", "probability"}}, the probability among
 * all tokens.
 */
final class LanguageGenerator implements TextGenerator {
  private static final int BATCH = 64;
  private static final int SUGGESTIONS = 3;

  private final TextCodec codec;
  private final Vocabulary vocabulary;
  private final Model model;
  private final Kernels kernels;
  private final OptionalInt lineEnd;

  /**
   * A generator.
   *
   * @param codec of the text that the model was trained on
   * @param model gives logits of the next token at every step
   * @param kernels what it computes with
   */
  LanguageGenerator(TextCodec codec, Model model, Kernels kernels) {
    this.codec = codec;
    this.model = model;
    this.kernels = kernels;
    vocabulary = codec.vocabulary();
    int[] end = codec.encode("\n");
    lineEnd = end.length == 1 && !isUnknown(end[0]) ? OptionalInt.of(end[0]) : OptionalInt.empty();
  }

  @Override
  public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
    List<String> texts = new ArrayList<>();
    for (Map<String, Object> request : requests) {
      texts.add(new Request(request).reading("text").text("text"));
    }
    List<Map<String, Object>> replies = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<int[]> sequences =
          texts.subList(from, Math.min(texts.size(), from + BATCH)).stream()
              .map(this::sequence)
              .toList();
      List<Optional<Reading>> readings = readings(sequences);
      for (int i = 0; i < sequences.size(); i++) {
        replies.add(reply(sequences.get(i), readings.get(i)));
      }
    }
    return replies;
  }

  private Map<String, Object> reply(int[] sequence, Optional<Reading> reading) {
    int predicted = sequence.length - 1;
    Double nats = predicted > 0 ? reading.orElseThrow().nats() / predicted : null;
    List<Map<String, Object>> suggestions = new ArrayList<>();
    for (Candidate candidate : candidates(reading, SUGGESTIONS)) {
      Map<String, Object> suggestion = new LinkedHashMap<>();
      suggestion.put("text", candidate.text());
      suggestion.put("probability", candidate.probability());
      suggestions.add(suggestion);
    }
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("tokens", lineEnd.isPresent() ? predicted : sequence.length);
    reply.put("nats", nats);
    reply.put("perplexity", nats == null ? null : Math.exp(nats));
    reply.put("suggestions", suggestions);
    return reply;
  }

  @Override
  public List<Candidate> suggest(String prompt, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be at least 0, got " + count);
    }
    return candidates(readings(List.of(sequence(prompt))).get(0), count);
  }

  private List<Candidate> candidates(Optional<Reading> reading, int count) {
    if (reading.isEmpty()) {
      return List.of();
    }
    Logits logits = new Logits(reading.get().next(), 0, vocabulary.size());
    // One more, should the token for unknown ones be among them.
    int most = Math.min(count, vocabulary.size()) + 1;
    int[] likeliest =
        Arrays.stream(logits.likeliest(most)).filter(id -> !isUnknown(id)).limit(count).toArray();
    double[] logProbabilities = logits.logProbabilities(likeliest);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < likeliest.length; i++) {
      String text = codec.decode(new int[] {likeliest[i]});
      candidates.add(new Candidate(text, Math.exp(logProbabilities[i])));
    }
    return candidates;
  }

  @Override
  public void generate(
      String prompt, Sampling sampling, int tokens, RandomStream random, Consumer<String> pieces) {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens must be at least 0, got " + tokens);
    }
    int[] sequence = sequence(prompt);
    if (sequence.length == 0) {
      throw new InvalidDataException(
          "the prompt has no token to go on from, and the model knows no line end to begin after;"
              + " give a longer prompt");
    }
    if (IntStream.range(0, vocabulary.size()).allMatch(this::isUnknown)) {
      throw new InvalidDataException(
          "the model knows no token but " + vocabulary.token(0) + ", so it has no text to give");
    }
    ModelTokens next = begin(1);
    float[] logits = Reading.of(next, List.of(sequence)).get(0).next();
    TextDecoder decoder = codec.decoder(prompt);
    for (int made = 0; made < tokens; made++) {
      if (vocabulary.unknown().isPresent()) {
        logits[vocabulary.unknown().getAsInt()] = Float.NEGATIVE_INFINITY;
      }
      int token = sampling.next(new Logits(logits, 0, logits.length), random);
      String piece = decoder.next(token);
      if (!piece.isEmpty()) {
        pieces.accept(piece);
      }
      if (made + 1 < tokens) {
        logits = next.read(new int[] {token});
      }
    }
  }

  /** What of each sequence is read, nothing of an empty one. */
  private List<Optional<Reading>> readings(List<int[]> sequences) {
    List<int[]> some = sequences.stream().filter(ids -> ids.length > 0).toList();
    Iterator<Reading> readings = Reading.of(begin(some.size()), some).iterator();
    return sequences.stream()
        .map(ids -> ids.length > 0 ? Optional.of(readings.next()) : Optional.<Reading>empty())
        .toList();
  }

  private ModelTokens begin(int rows) {
    return new ModelTokens(model, vocabulary.size(), rows, kernels);
  }

  /** What is read of a text: perhaps a line's end, and all tokens that the text spells out. */
  private int[] sequence(String text) {
    return IntStream.concat(
            lineEnd.stream(),
            codec.tokens(text).filter(token -> token.start() < token.end()).mapToInt(Token::id))
        .toArray();
  }

  private boolean isUnknown(int id) {
    return vocabulary.unknown().equals(OptionalInt.of(id));
  }
}
