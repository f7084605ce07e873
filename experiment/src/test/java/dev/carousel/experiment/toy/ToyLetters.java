package dev.carousel.experiment.toy;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.Sampling;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Captioner;
import dev.carousel.serve.ModelTokens;
import dev.carousel.serve.Request;
import dev.carousel.serve.Servable;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.serve.TextGenerator;
import dev.carousel.serve.Transcriber;
import dev.carousel.serve.Translator;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Assets;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The next letter of a file's text. Its models can be asked. */
public record ToyLetters(String file, Asked asked) implements Servable {
  /** What the models do. */
  public enum Asked {
    TEXT,
    TRANSLATION,
    FIGURES,
    TABLES,
    FILES
  }

  @Override
  public PreparedTask prepare(DataFolders folders, long seed) {
    Path path = folders.find(file);
    try {
      String text = Files.readString(path).strip();
      String letters =
          text.codePoints()
              .distinct()
              .sorted()
              .mapToObj(Character::toString)
              .reduce("", String::concat);
      return new Prepared(new Letters(letters), text, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Serving serving(Assets assets) {
    Letters letters = new Letters(assets.file("letters.txt"));
    return new Serving() {
      @Override
      public Signature signature() {
        return letters.signature();
      }

      @Override
      public Service service(Model model, Kernels kernels) {
        Asking asking = new Asking(letters, model, kernels);
        return switch (asked) {
          case TEXT -> asking;
          case TRANSLATION -> new Translating(asking);
          case FIGURES -> asking::answer;
          case TABLES -> new ToyTables(asking);
          case FILES -> new Reading(asking);
        };
      }
    };
  }

  private record Letters(String all) {
    Signature signature() {
      return new Signature(new Signature.Tokens(all.length()), all.length(), true, true);
    }

    int[] ids(String text) {
      return text.chars()
          .map(
              letter -> {
                if (all.indexOf(letter) < 0) {
                  throw new InvalidDataException("no letter '" + (char) letter + "' in " + all);
                }
                return all.indexOf(letter);
              })
          .toArray();
    }
  }

  private record Asking(Letters letters, Model model, Kernels kernels) implements TextGenerator {
    private ModelTokens begin() {
      return new ModelTokens(model, letters.all.length(), 1, kernels);
    }

    private Logits after(ModelTokens tokens, String text) {
      float[] logits = new float[letters.all.length()];
      for (int id : letters.ids(text)) {
        logits = tokens.read(new int[] {id});
      }
      return new Logits(logits, 0, logits.length);
    }

    private String letter(int id) {
      return letters.all.substring(id, id + 1);
    }

    @Override
    public void generate(
        String prompt, Sampling sampling, int count, RandomStream random, Consumer<String> pieces) {
      ModelTokens tokens = begin();
      Logits logits = after(tokens, prompt);
      for (int made = 0; made < count; made++) {
        String next = letter(sampling.next(logits, random));
        pieces.accept(next);
        logits = after(tokens, next);
      }
    }

    @Override
    public List<Candidate> suggest(String prompt, int count) {
      Logits logits = after(begin(), prompt);
      List<Candidate> candidates = new ArrayList<>();
      for (int id : logits.likeliest(count)) {
        candidates.add(new Candidate(letter(id), Math.exp(logits.logProbability(id))));
      }
      return candidates;
    }

    @Override
    public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
      List<Map<String, Object>> replies = new ArrayList<>();
      for (Map<String, Object> request : requests) {
        String text = new Request(request).reading("text").text("text");
        Candidate next = suggest(text, 1).get(0);
        replies.add(Map.of("next", next.text()));
      }
      return replies;
    }
  }

  /** Every letter becomes what the model finds likeliest after it. */
  private record Translating(Asking asking) implements Translator {
    @Override
    public BeamSearch search() {
      return new BeamSearch(2, 10, 1, 0.5, 0);
    }

    @Override
    public List<String> translate(List<String> lines, BeamSearch with) {
      if (with.coveragePenalty() > 0) {
        throw new IllegalArgumentException("the model does not attend to its source");
      }
      return lines.stream().map(line -> translated(line) + "\n" + with).toList();
    }

    private String translated(String line) {
      StringBuilder text = new StringBuilder();
      for (int i = 1; i <= line.length(); i++) {
        text.append(asking.suggest(line.substring(0, i), 1).get(0).text());
      }
      return text.toString();
    }

    @Override
    public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
      return asking.answer(requests);
    }
  }

  /** Of a file's letters it says what comes after them, on two lines. */
  private record Reading(Asking asking) implements Transcriber, Captioner {
    @Override
    public String caption(Path clip) {
      return transcribe(clip);
    }

    @Override
    public String transcribe(Path recording) {
      try {
        String text = Files.readString(recording);
        return text + "\r\n" + asking.suggest(text, 1).get(0).text();
      } catch (InvalidDataException e) {
        throw new InvalidDataException(recording + ": " + e.getMessage(), e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public List<Map<String, Object>> answer(List<Map<String, Object>> requests) {
      return asking.answer(requests);
    }
  }

  private record Prepared(Letters letters, String text, Path path) implements PreparedTask {
    @Override
    public Signature signature() {
      return letters.signature();
    }

    private Batch batch() {
      int[] ids = letters.ids(text);
      int steps = ids.length - 1;
      return new Batch(
          steps,
          1,
          new int[] {steps},
          new Inputs.Tokens(Arrays.copyOf(ids, steps)),
          new Targets.Labels(Arrays.copyOfRange(ids, 1, ids.length)),
          false);
    }

    @Override
    public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
      return List.of(batch());
    }

    @Override
    public Loss loss() {
      return new CrossEntropy();
    }

    @Override
    public List<Metric> metrics() {
      return List.of(new Metric("nats", true));
    }

    @Override
    public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
      Batch batch = batch();
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      float[] logits = predictor.predict(batch);
      double nats = 0;
      for (int t = 0; t < labels.length; t++) {
        int width = letters.all.length();
        nats -= new Logits(logits, t * width, width).logProbability(labels[t]) / labels.length;
      }
      return Map.of("nats", nats);
    }

    @Override
    public List<Baseline> baselines() {
      return List.of();
    }

    @Override
    public List<Path> files() {
      return List.of(path);
    }

    @Override
    public Assets assets() {
      return new Assets(Map.of("letters.txt", letters.all));
    }
  }
}
