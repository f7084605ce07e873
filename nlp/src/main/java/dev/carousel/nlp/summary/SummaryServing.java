package dev.carousel.nlp.summary;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.serve.Request;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Summarises documents that are asked about.
 *
 * @param encoder as in training
 * @param wanted how many sentences make a summary
 */
record SummaryServing(BoundedCodec encoder, int wanted) implements Serving {
  private static final int BATCH = 16;

  @Override
  public Signature signature() {
    return ExtractiveSummary.signature(new Signature.Tokens(encoder.codec().vocabulary().size()));
  }

  @Override
  public Service service(Model model, Kernels kernels) {
    return service(EpochTrainer.predictor(model, kernels));
  }

  Service service(Predictor predictor) {
    return requests -> {
      List<List<String>> documents = new ArrayList<>();
      for (Map<String, Object> request : requests) {
        documents.add(sentences(new Request(request).reading("text", "sentences")));
      }
      List<Map<String, Object>> replies = new ArrayList<>();
      for (int from = 0; from < documents.size(); from += BATCH) {
        int to = Math.min(documents.size(), from + BATCH);
        replies.addAll(summarised(documents.subList(from, to), predictor));
      }
      return replies;
    };
  }

  private static List<String> sentences(Request request) {
    if (request.has("sentences")) {
      if (request.has("text")) {
        throw new InvalidDataException("'text' and 'sentences' are both given; give one of them");
      }
      return request.texts("sentences");
    }
    String text = request.text("text");
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text);
    List<String> sentences = new ArrayList<>();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      String sentence = text.substring(start, end).strip();
      if (!sentence.isEmpty()) {
        sentences.add(sentence);
      }
      start = end;
    }
    if (sentences.isEmpty()) {
      throw new InvalidDataException("there is no sentence in 'text'; it is empty");
    }
    return sentences;
  }

  private List<Map<String, Object>> summarised(List<List<String>> documents, Predictor predictor) {
    int[][][] ids =
        documents.stream()
            .map(document -> document.stream().map(encoder::encode).toArray(int[][]::new))
            .toArray(int[][][]::new);
    Batch batch = EncodedDocuments.batch(ids, null);
    float[] logits = predictor.predict(batch);
    List<Map<String, Object>> replies = new ArrayList<>();
    for (int b = 0; b < ids.length; b++) {
      double[] scores = new double[ids[b].length];
      for (int t = 0; t < scores.length; t++) {
        scores[t] = 1 / (1 + Math.exp(-logits[t * ids.length + b]));
      }
      int row = b;
      // By logits, since probabilities near 1 may be equal where these are not.
      int[] chosen = Extract.greatest(scores.length, t -> logits[t * ids.length + row], wanted);
      Map<String, Object> reply = new LinkedHashMap<>();
      reply.put("summary", Extract.text(documents.get(b), chosen));
      reply.put("sentences", Arrays.stream(chosen).boxed().toList());
      reply.put("scores", Arrays.stream(scores).boxed().toList());
      replies.add(reply);
    }
    return replies;
  }
}
