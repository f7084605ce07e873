package dev.carousel.interop.onnx.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.InvalidDataException;
import dev.carousel.interop.onnx.run.WholeModels;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever is in a file, reading it ends in a model or a message, within the bound on memory; and
 * so does loading and running the model, within the limits of that.
 */
class DamagedFilesTest {
  private static final int FILES = 100_000;
  private static final long SEED = 20260731;

  /** Long enough for a way through sixteen graphs, short enough for a terminal. */
  private static final int LONGEST_MESSAGE = 2000;

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Random random = new Random(SEED);
    List<byte[]> files = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("made-by-onnx.onnx")) {
      files.addAll(Collections.nCopies(20, in.readAllBytes()));
    }
    for (int i = 0; i < 100; i++) {
      files.add(ModelWriter.bytes(Samples.model(random, 2 + i % 3)).toByteArray());
    }
    for (OnnxModel model : WholeModels.small(SEED)) {
      // So that every sixth file is one that can be run.
      files.addAll(Collections.nCopies(4, ModelWriter.bytes(model).toByteArray()));
    }
    Mutations mutations = new Mutations(random, files);
    int read = 0;
    RunningCheck running = new RunningCheck(SEED);
    for (int i = 0; i < FILES; i++) {
      byte[] file = mutations.next();
      try {
        Optional<OnnxModel> model = read(file);
        if (model.isPresent()) {
          read++;
          running.check(model.get(), file.length);
        }
      } catch (Throwable e) {
        throw new AssertionError("file %d of seed %d".formatted(i, SEED), e);
      }
    }
    System.out.printf(
        "%d of %d damaged files could be read, %d of them loaded and %d run (seed %d)%n",
        read, FILES, running.loaded(), running.run(), SEED);
    // Of each kind enough for the test to mean something.
    assertThat(read).isBetween(FILES / 20, FILES - FILES / 20);
    assertThat(running.loaded()).isBetween(FILES / 100, read - FILES / 20);
    assertThat(running.run()).isBetween(FILES / 200, running.loaded() - FILES / 1000);
  }

  /** Refuses messages that are not for people. */
  static void requireMessage(String message) {
    if (message.length() > LONGEST_MESSAGE || message.chars().anyMatch(Character::isISOControl)) {
      throw new AssertionError("not a message for people: " + message);
    }
  }

  /** Reads a file, and checks what comes of it. */
  private static Optional<OnnxModel> read(byte[] file) {
    OnnxModel[] model = new OnnxModel[1];
    InvalidDataException[] refusal = new InvalidDataException[1];
    Runnable reading =
        () -> {
          try {
            model[0] = ModelReader.read("m.onnx", file);
          } catch (InvalidDataException e) {
            refusal[0] = e;
          }
        };
    long allocated = Allocation.of(reading);
    if (allocated > Allocation.bound(file.length)) {
      // The virtual machine links code when it first gets there, which takes memory once.
      allocated = Allocation.of(reading);
    }
    // Plain conditions, since a hundred thousand assertions would take most of the time.
    if (allocated + file.length > Allocation.bound(file.length)) {
      throw new AssertionError(
          "%d bytes allocated for a file of %d".formatted(allocated, file.length));
    }
    if (refusal[0] != null) {
      String message = refusal[0].getMessage();
      if (!message.startsWith("m.onnx: ")) {
        throw new AssertionError("a message without the file: " + message);
      }
      requireMessage(message);
      return Optional.empty();
    }
    byte[] bytes = ModelWriter.bytes(model[0]).toByteArray();
    if (!ModelReader.read("again.onnx", bytes).equals(model[0])) {
      throw new AssertionError("what was read is not what was written");
    }
    return Optional.of(model[0]);
  }
}
