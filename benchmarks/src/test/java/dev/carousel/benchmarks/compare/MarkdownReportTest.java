package dev.carousel.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.worker.Failure;
import dev.carousel.benchmarks.worker.Measured;
import dev.carousel.benchmarks.worker.PeakMemory;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.worker.Timing;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MarkdownReportTest {
  @Test
  void showsTargetsWorkloadsMemoryAndWhatFailed() {
    Measured measured =
        new Measured(
            Section.TRAINING,
            "lstm",
            "32,50,64,128",
            1,
            1e9,
            "flop",
            2e-6,
            List.of(
                new Timing("carousel", new Quartiles(0.009, 0.01, 0.0115, 9)),
                new Timing("libtorch", new Quartiles(0.0149, 0.015, 0.0151, 9))));
    Comparison comparison =
        new Comparison(
            "--quick",
            new Machine("A processor", 2, "avx2", "Linux 6", "A machine 17", 0.25),
            new Targets(List.of(measured), List.of()).figures(),
            List.of(measured),
            List.of(new PeakMemory("lstm", "32,50,64,128", "carousel", 307200, 102400, 204800)),
            List.of(new Failure(Section.INFERENCE, "rnn", "1,1,1,1", 2, "onnxruntime", "differs")));

    assertThat(MarkdownReport.of(comparison))
        .isEqualTo(
            """
            # Carousel beside other systems

            `benchmarks/compare --quick`

            A processor, 2 processors, avx2; Linux 6; A machine 17; load average at the beginning 0.25.
            Ratios are Carousel's rate over the other system's, of median times in one run.

            ## Targets

            | | threads | geometric mean | lowest | workloads | target | reached |
            | --- | --- | --- | --- | --- | --- | --- |
            | lstm training over libtorch | 1 | 1.50 | 1.50 (lstm 32,50,64,128) | 1 | ≥ 1.25, none below 1 | yes |

            ## Workloads

            Times of a step in milliseconds: median, and first to third quartile in brackets.

            | | cell | B,T,I,H | threads | Carousel | rate | peer | time | rate | ratio | differ by |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            | training | lstm | 32,50,64,128 | 1 | 10.0 (9.0 to 11.5) | 100 GFLOP/s | libtorch | 15.0 (14.9 to 15.1) | 66.7 GFLOP/s | 1.50 | 2e-06 |

            ## Memory of a process that trains, in MiB

            | cell | B,T,I,H | system | peak of the warm-up | before the model | peak since | beyond |
            | --- | --- | --- | --- | --- | --- | --- |
            | lstm | 32,50,64,128 | carousel | 300 | 100 | 200 | 100 |

            ## Not timed

            - inference rnn 1,1,1,1, threads: 2, onnxruntime: differs
            """);
  }
}
