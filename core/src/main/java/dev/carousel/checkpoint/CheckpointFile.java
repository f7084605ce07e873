package dev.carousel.checkpoint;

import dev.carousel.data.InvalidDataException;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Epoch;
import dev.carousel.train.TrainingState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A {@link TrainingState} in a safetensors file: the tensors under their names, everything else as
 * text in the metadata, and a checksum over all of it. Numbers are written so that they are read
 * back to the bit.
 */
public final class CheckpointFile {
  private static final String FORMAT = "format";
  private static final String THIS_FORMAT = "carousel training state 1";
  private static final String CHECKSUM = "sha256";
  private static final String LABEL = "label.";

  private CheckpointFile() {}

  /**
   * Writes a file, or replaces it as a whole, see {@link Safetensors#write}.
   *
   * @param file the file
   * @param state what to keep
   * @param kernels the kernels that made its tensors
   * @param labels says what the state belongs to, as {@link #read} is to find it
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file, TrainingState state, Kernels kernels, Map<String, String> labels)
      throws IOException {
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, THIS_FORMAT);
    labels.forEach((key, value) -> metadata.put(LABEL + key, value));
    metadata.put("batches", Integer.toString(state.batches()));
    metadata.put("lossSum", Double.toString(state.lossSum()));
    metadata.put("tokens", Long.toString(state.tokens()));
    metadata.put("seconds", Double.toString(state.seconds()));
    metadata.put("steps", Long.toString(state.steps()));
    metadata.put("order", Long.toString(state.order()));
    metadata.put("dropout", Long.toString(state.dropout()));
    metadata.put("epochs", Integer.toString(state.epochs().size()));
    state.epochs().forEach(epoch -> write(epoch, metadata));
    Checksum checksum = new Checksum(metadata);
    new TreeMap<>(state.tensors())
        .forEach((name, tensor) -> checksum.add(name, tensor.shape(), kernels.toArray(tensor)));
    metadata.put(CHECKSUM, checksum.hex());
    Safetensors.write(file, state.tensors(), kernels, metadata);
  }

  private static void write(Epoch epoch, Map<String, String> metadata) {
    String prefix = prefix(epoch.epoch());
    metadata.put(prefix + "learningRate", Double.toString(epoch.learningRate()));
    metadata.put(prefix + "trainingLoss", Double.toString(epoch.trainingLoss()));
    metadata.put(prefix + "tokens", Long.toString(epoch.tokens()));
    metadata.put(prefix + "best", Boolean.toString(epoch.best()));
    metadata.put(prefix + "seconds", Double.toString(epoch.seconds()));
    // The metrics have an order, which names alone would not keep.
    int number = 0;
    for (var metric : epoch.valid().entrySet()) {
      metadata.put(prefix + "valid." + number + ".name", metric.getKey());
      metadata.put(prefix + "valid." + number + ".value", Double.toString(metric.getValue()));
      number++;
    }
  }

  private static String prefix(int epoch) {
    return "epoch." + epoch + ".";
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @param kernels make its tensors
   * @param labels what the state must belong to
   * @return the state that was written
   * @throws InvalidDataException if the file is cut off, changed, of another kind or of another
   *     training; the message says what to do
   * @throws IOException if the file cannot be read
   */
  public static TrainingState read(Path file, Kernels kernels, Map<String, String> labels)
      throws IOException {
    Safetensors.Contents contents = Safetensors.read(file);
    TreeMap<String, String> metadata = new TreeMap<>(contents.metadata());
    if (!THIS_FORMAT.equals(metadata.get(FORMAT))) {
      throw new InvalidDataException(
          "%s: not the state of a training: its %s is %s, expected '%s'"
              .formatted(file, FORMAT, shown(metadata.get(FORMAT)), THIS_FORMAT));
    }
    String expected = metadata.remove(CHECKSUM);
    Checksum checksum = new Checksum(metadata);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    new TreeMap<>(contents.tensors())
        .forEach((name, values) -> checksum.add(name, values.shape(), values.values()));
    if (!checksum.hex().equals(expected)) {
      throw new InvalidDataException(
          "%s: the file was changed after it was written: its checksum does not fit"
              .formatted(file));
    }
    labels.forEach(
        (key, value) -> {
          if (!value.equals(metadata.get(LABEL + key))) {
            throw new InvalidDataException(
                "%s: the state of another training: its %s is %s, expected '%s'"
                    .formatted(file, key, shown(metadata.get(LABEL + key)), value));
          }
        });
    contents
        .tensors()
        .forEach(
            (name, values) ->
                tensors.put(name, kernels.tensor(values.values(), values.shape().sizes())));
    List<Epoch> epochs = new ArrayList<>();
    int count = Integer.parseInt(metadata.get("epochs"));
    for (int epoch = 1; epoch <= count; epoch++) {
      epochs.add(epoch(epoch, metadata));
    }
    return new TrainingState(
        epochs,
        Integer.parseInt(metadata.get("batches")),
        Double.parseDouble(metadata.get("lossSum")),
        Long.parseLong(metadata.get("tokens")),
        Double.parseDouble(metadata.get("seconds")),
        Long.parseLong(metadata.get("steps")),
        Long.parseLong(metadata.get("order")),
        Long.parseLong(metadata.get("dropout")),
        tensors);
  }

  private static Epoch epoch(int number, Map<String, String> metadata) {
    String prefix = prefix(number);
    Map<String, Double> valid = new LinkedHashMap<>();
    for (int m = 0; metadata.containsKey(prefix + "valid." + m + ".name"); m++) {
      valid.put(
          metadata.get(prefix + "valid." + m + ".name"),
          Double.valueOf(metadata.get(prefix + "valid." + m + ".value")));
    }
    return new Epoch(
        number,
        Double.parseDouble(metadata.get(prefix + "learningRate")),
        Double.parseDouble(metadata.get(prefix + "trainingLoss")),
        valid,
        Long.parseLong(metadata.get(prefix + "tokens")),
        Boolean.parseBoolean(metadata.get(prefix + "best")),
        Double.parseDouble(metadata.get(prefix + "seconds")));
  }

  private static String shown(String text) {
    return text == null ? "absent" : "'" + text + "'";
  }
}
