package dev.carousel.spark;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.trial.Environment;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The data files of a run, as an executor is told of them.
 *
 * @param folders where the driver looks for files, absolute
 * @param files the files that it has read
 * @param store a folder that Hadoop's file systems reach and that holds the files, too
 */
record DataShipment(List<Path> folders, List<DataFile> files, Optional<URI> store) {
  /**
   * A file.
   *
   * @param path where the driver has it, absolute
   * @param name its path in the folder in which it was found; its own path if in none
   * @param sha256 its hash
   * @param bytes how large it is
   */
  record DataFile(Path path, String name, String sha256, long bytes) {}

  /** Gives the contents of the file with a number, from the driver. */
  @FunctionalInterface
  interface Source {
    byte[] contents(int file);
  }

  static DataShipment of(DataFolders folders, List<Path> files, Optional<URI> store) {
    List<Path> absolute =
        folders.folders().stream().map(folder -> folder.toAbsolutePath().normalize()).toList();
    List<DataFile> listed = new ArrayList<>();
    for (Path file : files) {
      Path path = file.toAbsolutePath().normalize();
      Path relative =
          absolute.stream()
              .filter(path::startsWith)
              .findFirst()
              .map(folder -> folder.relativize(path))
              .orElseGet(() -> path.getRoot().relativize(path));
      try {
        listed.add(
            new DataFile(path, relative.toString(), Environment.sha256(path), Files.size(path)));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + path, e);
      }
    }
    return new DataShipment(absolute, listed, store);
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode names = json.putArray("folders");
    folders.forEach(folder -> names.add(folder.toString()));
    ArrayNode list = json.putArray("files");
    for (DataFile file : files) {
      ObjectNode one = list.addObject().put("path", file.path().toString());
      one.put("name", file.name()).put("sha256", file.sha256()).put("bytes", file.bytes());
    }
    store.ifPresent(uri -> json.put("store", uri.toString()));
    return json;
  }

  static DataShipment read(JsonNode json) {
    List<Path> folders = new ArrayList<>();
    json.required("folders").forEach(folder -> folders.add(Path.of(folder.stringValue())));
    List<DataFile> files = new ArrayList<>();
    for (JsonNode file : json.required("files")) {
      files.add(
          new DataFile(
              Path.of(file.required("path").stringValue()),
              file.required("name").stringValue(),
              file.required("sha256").stringValue(),
              file.required("bytes").longValue()));
    }
    return new DataShipment(
        folders, files, Optional.ofNullable(json.path("store").asString(null)).map(URI::create));
  }

  /**
   * Refuses a store without the files, as far as it can be seen from here.
   *
   * @return why it cannot be seen from here
   * @throws InvalidDataException if a file is not there, or is another
   */
  Optional<String> requireStored(Configuration hadoop) {
    for (DataFile file : files) {
      var path = stored(file);
      long bytes;
      try {
        bytes = path.getFileSystem(hadoop).getFileStatus(path).getLen();
      } catch (FileNotFoundException e) {
        throw new InvalidDataException(
            "there is no %s for executors, the driver's %s; put it there"
                .formatted(path, file.path()),
            e);
      } catch (IOException | RuntimeException e) {
        // Of whatever kind a file system finds right that lacks its jar, or this Java.
        return Optional.of(
            "%s cannot be seen from here (%s); executors will look".formatted(store.get(), e));
      }
      if (bytes != file.bytes()) {
        throw new InvalidDataException(
            "%s is not the driver's %s: it has %d bytes, expected %d"
                .formatted(path, file.path(), bytes, file.bytes()));
      }
    }
    return Optional.empty();
  }

  private org.apache.hadoop.fs.Path stored(DataFile file) {
    return new org.apache.hadoop.fs.Path(
        new org.apache.hadoop.fs.Path(store.orElseThrow()), file.name());
  }

  /**
   * Has all files on this machine.
   *
   * @param mirror an empty folder to put them in, if not all lie where the driver has them
   * @param driver gives what is neither here nor in the store
   * @param hadoop says how to reach the store
   * @return where to look for them
   * @throws InvalidDataException if a file differs from the driver's
   * @throws IOException if one cannot be read or written
   */
  DataFolders arrive(Path mirror, Source driver, Configuration hadoop) throws IOException {
    List<Boolean> here = new ArrayList<>();
    for (DataFile file : files) {
      here.add(isHere(file));
    }
    if (!here.contains(false)) {
      return new DataFolders(folders);
    }
    for (int i = 0; i < files.size(); i++) {
      DataFile file = files.get(i);
      Path target = DataFolders.mirrored(mirror, file.path());
      Files.createDirectories(target.getParent());
      if (here.get(i)) {
        Files.createSymbolicLink(target, file.path());
        continue;
      }
      String from = fetch(i, target, driver, hadoop);
      String found = Environment.sha256(target);
      if (!found.equals(file.sha256())) {
        throw new InvalidDataException(
            "%s is not the driver's %s: its SHA-256 is %s, expected %s"
                .formatted(from, file.path(), found, file.sha256()));
      }
    }
    return new DataFolders(folders, Optional.of(mirror));
  }

  private static boolean isHere(DataFile file) throws IOException {
    return Files.isRegularFile(file.path())
        && Files.size(file.path()) == file.bytes()
        && Environment.sha256(file.path()).equals(file.sha256());
  }

  /** Puts a file in its place and says where it came from. */
  private String fetch(int number, Path target, Source driver, Configuration hadoop)
      throws IOException {
    if (store.isEmpty()) {
      Files.write(target, driver.contents(number));
      return "what the driver sent";
    }
    var path = stored(files.get(number));
    // A file system is shared by all that ask for it, so it is not closed here.
    try (InputStream in = path.getFileSystem(hadoop).open(path);
        OutputStream out = Files.newOutputStream(target)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new IOException(
          "cannot read %s, the driver's %s".formatted(path, files.get(number).path()), e);
    }
    return path.toString();
  }
}
