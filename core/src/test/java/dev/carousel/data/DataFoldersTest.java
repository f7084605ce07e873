package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFoldersTest {
  @TempDir private Path root;
  private Path first;
  private Path second;

  @BeforeEach
  void makeFolders() throws IOException {
    first = Files.createDirectory(root.resolve("first"));
    second = Files.createDirectory(root.resolve("second"));
    Files.writeString(first.resolve("both.csv"), "1");
    Files.writeString(second.resolve("both.csv"), "2");
    Files.writeString(second.resolve("second.csv"), "2");
  }

  @Test
  void triesFoldersInOrder() {
    DataFolders folders = new DataFolders(List.of(first, second));

    assertThat(folders.find("both.csv")).isEqualTo(first.resolve("both.csv"));
    assertThat(folders.find("second.csv")).isEqualTo(second.resolve("second.csv"));
  }

  @Test
  void takesAbsolutePathsAsTheyAre() {
    Path file = second.resolve("second.csv").toAbsolutePath();

    assertThat(new DataFolders(List.of()).find(file.toString())).isEqualTo(file);
  }

  @Test
  void namesTheFileAndTheFoldersTried() {
    assertThatThrownBy(() -> new DataFolders(List.of(first, second)).find("absent.csv"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "no file 'absent.csv' in [%s, %s]; give its folder with --data DIR or CAROUSEL_DATA"
                .formatted(first, second));
  }

  @Test
  void copiesItsList() {
    List<Path> list = new ArrayList<>(List.of(first));
    DataFolders folders = new DataFolders(list);
    list.clear();

    assertThat(folders.folders()).containsExactly(first);
  }
}
