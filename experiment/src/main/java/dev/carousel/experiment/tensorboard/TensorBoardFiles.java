package dev.carousel.experiment.tensorboard;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The event files of a run, a folder and in it a file for each trial, made from the lines of
 * metrics.jsonl. Steps are epochs. The scalars are {@code train/loss}, {@code train/learning_rate},
 * {@code train/tokens_per_second} if the line says how many tokens, and {@code valid/METRIC} for
 * each metric; a figure that is not finite (null in the line) is NaN, which TensorBoard marks.
 *
 * <p>The lines are the truth and the files follow from them: a trial's file grows by a record an
 * epoch, and a run that is continued makes the files anew from the lines that are still good, so
 * that no point is there twice and no half record stays.
 *
 * <p>Nothing is kept between calls. Calls for different trials may come at the same time.
 */
public final class TensorBoardFiles {
  // One name, so that a file made anew takes the old one's place. TensorBoard asks for "tfevents".
  private static final String FILE = "events.out.tfevents.carousel";
  private static final String TEMPORARY = "new.tmp";
  private static final long NANOSECONDS = Duration.ofSeconds(1).toNanos();

  private final Path folder;
  private final InstantSource clock;

  /**
   * The files in a folder.
   *
   * @param folder such as runs/NAME/tensorboard; made when needed
   * @param clock tells when an epoch ended
   */
  public TensorBoardFiles(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Adds an epoch that has just ended.
   *
   * @param line what metrics.jsonl says of it
   * @throws IOException if it cannot be written
   */
  public void epochEnded(JsonNode line) throws IOException {
    Instant now = clock.instant();
    Path file = file(trial(line));
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      records.writeBytes(Framing.framed(Event.version(now)));
    }
    records.writeBytes(record(now, line));
    Files.write(file, records.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /**
   * Makes all files anew. Their times are as if each trial's epochs had been run without a break
   * and the last had just ended.
   *
   * @param metrics a metrics.jsonl; none if it does not exist. Files of trials that are not in it
   *     are removed
   * @throws IOException if it cannot be read or a file cannot be written
   * @throws InvalidDataException if it holds a line that is no epoch's; the message names the line
   */
  public void rebuild(Path metrics) throws IOException {
    Map<String, List<JsonNode>> trials = read(metrics);
    Set<Path> wanted = new HashSet<>();
    for (Map.Entry<String, List<JsonNode>> trial : trials.entrySet()) {
      Path file = file(trial.getKey());
      wanted.add(file);
      Files.createDirectories(file.getParent());
      Path temporary = file.resolveSibling(TEMPORARY);
      Files.write(temporary, contents(trial.getValue()));
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
    for (Path file : existing()) {
      if (!wanted.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static Map<String, List<JsonNode>> read(Path metrics) throws IOException {
    Map<String, List<JsonNode>> trials = new LinkedHashMap<>();
    if (!Files.exists(metrics)) {
      return trials;
    }
    int number = 0;
    for (String text : Files.readAllLines(metrics)) {
      number++;
      String place = metrics + ", line " + number;
      try {
        JsonNode line = Json.parse(text, place);
        record(Instant.EPOCH, line);
        trials.computeIfAbsent(trial(line), name -> new ArrayList<>()).add(line);
      } catch (InvalidDataException e) {
        throw new InvalidDataException(place + " is not JSON", e);
      } catch (IllegalArgumentException | JacksonException e) {
        throw new InvalidDataException(place + " is not an epoch's: " + e.getMessage(), e);
      }
    }
    return trials;
  }

  private byte[] contents(List<JsonNode> lines) {
    double seconds = 0;
    for (JsonNode line : lines) {
      seconds += line.path("seconds").asDouble(0);
    }
    Instant time = clock.instant().minusNanos((long) (seconds * NANOSECONDS));
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    records.writeBytes(Framing.framed(Event.version(time)));
    for (JsonNode line : lines) {
      time = time.plusNanos((long) (line.path("seconds").asDouble(0) * NANOSECONDS));
      records.writeBytes(record(time, line));
    }
    return records.toByteArray();
  }

  private List<Path> existing() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> trials = Files.list(folder)) {
      return trials.map(trial -> trial.resolve(FILE)).filter(Files::isRegularFile).toList();
    }
  }

  private Path file(String trial) {
    return folder.resolve(trial).resolve(FILE);
  }

  private static String trial(JsonNode line) {
    String search = line.has("search") ? "-search" + required(line, "search").longValue() : "";
    return required(line, "variant").stringValue()
        + search
        + "-seed"
        + required(line, "seed").longValue();
  }

  private static byte[] record(Instant time, JsonNode line) {
    Map<String, Double> scalars = new LinkedHashMap<>();
    scalars.put("train/loss", number(required(line, "trainingLoss")));
    scalars.put("train/learning_rate", number(required(line, "learningRate")));
    if (line.has("tokens")) {
      double seconds = number(required(line, "seconds"));
      scalars.put("train/tokens_per_second", number(line.get("tokens")) / seconds);
    }
    required(line, "valid")
        .properties()
        .forEach(metric -> scalars.put("valid/" + metric.getKey(), number(metric.getValue())));
    long epoch = required(line, "epoch").longValue();
    return Framing.framed(Event.scalars(time, epoch, scalars));
  }

  private static JsonNode required(JsonNode line, String key) {
    JsonNode value = line.get(key);
    if (value == null) {
      throw new IllegalArgumentException("it has no '" + key + "'");
    }
    return value;
  }

  private static double number(JsonNode value) {
    return value.isNull() ? Double.NaN : value.doubleValue();
  }
}
