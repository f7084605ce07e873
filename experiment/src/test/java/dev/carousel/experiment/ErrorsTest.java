package dev.carousel.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.carousel.experiment.toy.ToyModule;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every wrong experiment in the folder errors gets the message in the text file beside it. */
class ErrorsTest {
  @TempDir private Path folder;

  private static Path errors() throws URISyntaxException {
    return Path.of(ErrorsTest.class.getResource("/errors").toURI());
  }

  static List<String> experiments() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(errors())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void tellsWhatIsWrong(String name) throws IOException, URISyntaxException {
    Path experiment = Files.copy(errors().resolve(name), folder.resolve(name));
    Path out = folder.resolve("out");

    var run = ToyModule.carousel("run", experiment.toString(), "--out", out.toString());

    String told = run.err().replace(folder + "/", "").replace(folder.toString(), "folder");
    told = told.replace("kernels: ejml\n", "");
    if (Boolean.getBoolean("golden")) {
      Path source = Path.of("src/test/resources/errors", name.replace(".json", ".txt"));
      Files.writeString(source, told);
    }
    Path golden = errors().resolve(name.replace(".json", ".txt"));
    if (!Files.exists(golden)) {
      fail("no " + golden + " for: " + told);
    }
    assertThat(told).isEqualTo(Files.readString(golden));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(out).doesNotExist();
  }
}
