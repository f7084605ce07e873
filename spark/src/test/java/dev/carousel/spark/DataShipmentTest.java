package dev.carousel.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataShipmentTest {
  @TempDir private Path folder;
  private Path data;
  private Path mirror;
  private Path tune;
  private Path other;

  @BeforeEach
  void writeFiles() throws IOException {
    data = Files.createDirectories(folder.resolve("driver/data"));
    mirror = Files.createDirectories(folder.resolve("mirror"));
    tune = Files.createDirectories(data.resolve("tunes")).resolve("a.json");
    Files.writeString(tune, "tune");
    other = Files.writeString(folder.resolve("driver/other.csv"), "other");
  }

  private DataShipment shipment(Optional<URI> store) {
    DataShipment shipment =
        DataShipment.of(
            new DataFolders(List.of(folder.resolve("none"), data)), List.of(tune, other), store);
    return DataShipment.read(shipment.json());
  }

  /** Files that lie in a store, with other folders than the driver's; one is not here. */
  private DataShipment inAStore(String contents) throws IOException {
    Path store = Files.createDirectories(folder.resolve("store/tunes"));
    Files.writeString(store.resolve("a.json"), contents);
    DataShipment shipment = shipment(Optional.of(folder.resolve("store").toUri()));
    Files.delete(tune);
    return shipment;
  }

  private static byte[] sent(int file) {
    return (file == 0 ? "tune" : "other").getBytes();
  }

  private static byte[] notSent(int file) {
    throw new AssertionError("file %d was asked for".formatted(file));
  }

  @Test
  void filesThatLieAtTheSamePathAreUsedThere() throws IOException {
    DataFolders folders =
        shipment(Optional.empty())
            .arrive(mirror, DataShipmentTest::notSent, new Configuration(false));

    assertThat(folders.find("tunes/a.json")).isEqualTo(tune);
    assertThat(folders.find(other.toString())).isEqualTo(other);
  }

  @Test
  void filesThatAreNotHereComeFromTheDriverAndAreFoundUnderTheirNames() throws IOException {
    DataShipment shipment = shipment(Optional.empty());
    Files.delete(tune);

    DataFolders folders = shipment.arrive(mirror, DataShipmentTest::sent, new Configuration(false));

    assertThat(folders.find("tunes/a.json")).hasContent("tune").startsWithRaw(mirror);
    assertThat(folders.find("../data/tunes/a.json")).hasContent("tune");
    assertThat(folders.find(other.toString())).hasContent("other").startsWithRaw(mirror);
  }

  @Test
  void aFileThatDiffersHereIsNotUsed() throws IOException {
    DataShipment shipment = shipment(Optional.empty());
    Files.writeString(tune, "TUNE");

    DataFolders folders = shipment.arrive(mirror, DataShipmentTest::sent, new Configuration(false));

    assertThat(folders.find("tunes/a.json")).hasContent("tune");
  }

  @Test
  @NeedsHadoop
  void filesComeFromAStoreThatHadoopReaches() throws IOException {
    DataFolders folders =
        inAStore("tune").arrive(mirror, DataShipmentTest::notSent, new Configuration());

    assertThat(folders.find("tunes/a.json")).hasContent("tune");
  }

  @Test
  @NeedsHadoop
  void whatIsNotTheDriversIsRefused() throws IOException {
    DataShipment shipment = inAStore("another tune");

    assertThatThrownBy(
            () -> shipment.arrive(mirror, DataShipmentTest::notSent, new Configuration()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining("store/tunes/a.json is not the driver's " + tune);
  }

  @Test
  @NeedsHadoop
  void aStoreWithoutAFileIsRefusedBeforehand() throws IOException {
    DataShipment shipment = inAStore("tune");

    assertThatThrownBy(() -> shipment.requireStored(new Configuration()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageMatching(
            "there is no file:.*/store%s for executors, the driver's %s; put it there"
                .formatted(other, other));
    Files.createDirectories(folder.resolve("store" + other).getParent());
    Files.writeString(folder.resolve("store" + other), "other");
    assertThat(shipment.requireStored(new Configuration())).isEmpty();
  }

  @Test
  @NeedsHadoop
  void aStoreWithAFileOfAnotherLengthIsRefusedBeforehand() throws IOException {
    DataShipment shipment = inAStore("another tune");

    assertThatThrownBy(() -> shipment.requireStored(new Configuration()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageContaining(
            "store/tunes/a.json is not the driver's %s: it has 12 bytes, expected 4"
                .formatted(tune));
  }

  @Test
  void aStoreThatCannotBeSeenFromHereIsLeftToExecutors() {
    DataShipment shipment = shipment(Optional.of(URI.create("nowhere://host/folder")));

    // The second is what Hadoop says of any folder on Java 24 and later.
    assertThat(shipment.requireStored(new Configuration()).orElseThrow())
        .startsWith("nowhere://host/folder cannot be seen from here (")
        .containsAnyOf("No FileSystem for scheme \"nowhere\"", "getSubject is not supported")
        .endsWith("); executors will look");
  }
}
