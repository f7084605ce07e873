package dev.carousel.experiment.trial;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The folder of a run. A file appears in it whole or not at all, and lines are appended whole: one
 * write at a time, and none after {@link #freeze}. Whatever cannot be written ends the run with a
 * {@link RunFolderException}.
 */
public final class RunFolder {
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final Consumer<String> written;
  private final ReentrantLock writing = new ReentrantLock();

  private RunFolder(Path folder, Consumer<String> written) {
    this.folder = folder;
    this.written = written;
  }

  /**
   * Opens a folder, made if absent, and removes temporary files that a killed run left.
   *
   * @param folder the folder
   * @return it, open for writing
   * @throws IOException if it cannot be made or changed
   */
  public static RunFolder open(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("checkpoints"));
    removeTemporary(folder, 1);
    removeTemporary(folder.resolve("checkpoints"), 2);
    removeTemporary(folder.resolve(RunAssets.FOLDER), 2);
    removeTemporary(folder.resolve(RunExhibits.FOLDER), 1);
    return at(folder);
  }

  /**
   * Whether a file is what a run leaves that is killed before its experiment is written.
   *
   * @param file in a folder
   * @return whether nothing is lost if a run begins there
   */
  public static boolean isOfBeginning(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(TEMPORARY)
        || name.equals("checkpoints")
        || name.equals("environment.json");
  }

  /**
   * The folder of a finished run.
   *
   * @param folder an existing folder
   * @return it, for writing
   */
  public static RunFolder at(Path folder) {
    return new RunFolder(folder, name -> {});
  }

  /**
   * A folder with an ear for what is written.
   *
   * @param folder an existing folder
   * @param written hears the name of every file that was made or replaced, before another is
   * @return it, for writing
   */
  public static RunFolder heard(Path folder, Consumer<String> written) {
    return new RunFolder(folder, written);
  }

  private static void removeTemporary(Path folder, int depth) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder, depth)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(TEMPORARY)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Something that makes a file whole or not at all. */
  @FunctionalInterface
  public interface FileWriter {
    /**
     * Writes the file.
     *
     * @param file to be made
     * @throws IOException if that fails
     */
    void write(Path file) throws IOException;
  }

  /**
   * Where it is.
   *
   * @return the folder
   */
  public Path path() {
    return folder;
  }

  /**
   * The path of a file.
   *
   * @param name its name in the folder
   * @return the path
   */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /**
   * Makes or replaces a file at once: whoever looks sees the old file or the new one. Folders that
   * lead to it are made.
   *
   * @param name its name in the folder, such as "results.json"
   * @param text its contents
   */
  public void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Makes or replaces a file at once: whoever looks sees the old file or the new one. Folders that
   * lead to it are made.
   *
   * @param name its name in the folder, such as "checkpoints/lstm-seed1.safetensors"
   * @param contents its contents
   */
  public void write(String name, byte[] contents) {
    inTurn(
        name,
        () -> {
          Path target = folder.resolve(name);
          Files.createDirectories(target.getParent());
          Path temporary = target.resolveSibling(target.getFileName() + TEMPORARY);
          try {
            Files.write(temporary, contents);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
              channel.force(true);
            }
            move(temporary, target);
          } finally {
            Files.deleteIfExists(temporary);
          }
          written.accept(name);
        });
  }

  /**
   * Has a file written by someone who makes or replaces it at once by himself.
   *
   * @param name its name in the folder, such as "checkpoints/lstm-seed1.safetensors"
   * @param writer makes the file; nothing else is written meanwhile
   */
  public void write(String name, FileWriter writer) {
    inTurn(
        name,
        () -> {
          writer.write(folder.resolve(name));
          written.accept(name);
        });
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Appends a line.
   *
   * @param name the file's name in the folder
   * @param line without its end
   */
  public void append(String name, String line) {
    append(name, line, false);
  }

  /**
   * Appends a line that is there even if the machine goes down right after.
   *
   * @param name the file's name in the folder
   * @param line without its end
   */
  public void appendLasting(String name, String line) {
    append(name, line, true);
  }

  private void append(String name, String line, boolean lasting) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    inTurn(
        name,
        () -> {
          try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
            if (lasting) {
              channel.force(true);
            }
          }
        });
  }

  /**
   * Removes a file, if there is one.
   *
   * @param name its name in the folder
   */
  public void remove(String name) {
    inTurn(name, () -> Files.deleteIfExists(folder.resolve(name)));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void inTurn(String name, Work work) {
    writing.lock();
    try {
      work.run();
    } catch (IOException e) {
      throw new RunFolderException(folder.resolve(name), e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * For when the process goes down: waits for a write in flight and lets no other begin. Whoever
   * wants to write waits until the process has ended.
   */
  public void freeze() {
    writing.lock();
  }
}
