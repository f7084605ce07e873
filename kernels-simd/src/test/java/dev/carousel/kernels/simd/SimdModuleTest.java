package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the module contributes, by what the java command was told. */
class SimdModuleTest {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";

  @Test
  void kernelsWhereAllIsPresent() throws Exception {
    assertThat(contributed(VECTORS)).isEqualTo("kernels simd");
  }

  @Test
  void theReasonWhereTheVectorApiIsAbsent() throws Exception {
    assertThat(contributed())
        .isEqualTo(
            "no simd: module jdk.incubator.vector is absent; add --add-modules"
                + " jdk.incubator.vector to the java command");
  }

  @Test
  void theReasonWhereThereIsNoFusedMultiplyAdd() throws Exception {
    assertThat(contributed(VECTORS, "-XX:-UseFMA"))
        .isEqualTo(
            "no simd: this JVM uses no fused multiply-add instruction: the processor has none, or"
                + " -XX:-UseFMA or -XX:UseAVX=0 is set");
  }

  private static String contributed(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Contributed.class.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return new String(output, StandardCharsets.UTF_8).strip();
  }
}
