package dev.carousel.nlp.tagging;

import dev.carousel.classification.Labels;
import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.serve.Request;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the tags of sentences that are asked about.
 *
 * @param codec as in training
 * @param labels the tags
 */
record TaggingServing(TextCodec codec, Labels labels) implements Serving {
  private static final int BATCH = 64;

  @Override
  public Signature signature() {
    return Tagging.signature(new Signature.Tokens(codec.vocabulary().size()), labels);
  }

  @Override
  public Service service(Model model, Kernels kernels) {
    return service(EpochTrainer.predictor(model, kernels));
  }

  Service service(Predictor predictor) {
    return requests -> {
      List<List<String>> sentences = new ArrayList<>();
      for (Map<String, Object> request : requests) {
        sentences.add(tokens(new Request(request).reading("text", "tokens")));
      }
      List<Map<String, Object>> replies = new ArrayList<>();
      for (int from = 0; from < sentences.size(); from += BATCH) {
        int to = Math.min(sentences.size(), from + BATCH);
        replies.addAll(tagged(sentences.subList(from, to), predictor));
      }
      return replies;
    };
  }

  private static List<String> tokens(Request request) {
    if (request.has("tokens")) {
      if (request.has("text")) {
        throw new InvalidDataException("'text' and 'tokens' are both given; give one of them");
      }
      return request.texts("tokens");
    }
    List<String> tokens = new Whitespace(false).tokens(request.text("text")).toList();
    if (tokens.isEmpty()) {
      throw new InvalidDataException("there is no token in 'text'; it is empty");
    }
    return tokens;
  }

  private List<Map<String, Object>> tagged(List<List<String>> sentences, Predictor predictor) {
    int[][] ids =
        sentences.stream()
            .map(tokens -> codec.vocabulary().encode(tokens.stream()))
            .toArray(int[][]::new);
    Batch batch = PaddedTokens.batch(ids, null);
    float[] logits = predictor.predict(batch);
    List<Map<String, Object>> replies = new ArrayList<>();
    for (int b = 0; b < ids.length; b++) {
      List<String> tags = new ArrayList<>();
      for (int t = 0; t < ids[b].length; t++) {
        int offset = (t * ids.length + b) * labels.size();
        tags.add(labels.names().get(new Logits(logits, offset, labels.size()).likeliest()));
      }
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("tokens", sentences.get(b));
      reply.put("tags", tags);
      replies.add(reply);
    }
    return replies;
  }
}
