package dev.carousel.experiment.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.toy.ToyCells;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.toy.ToyValues;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ExperimentReaderTest {
  private static final String LEAST =
      """
      {"task": {"type": "toy", "split": {"test": 4}},
       "model": {"type": "sequence-model", "recurrent": {"cell": "gru"}}}
      """;

  private static FilledExperiment fill(String text) {
    return new ExperimentReader(ToyModule.NAMES).fill(Json.parse(text, "test"), "file-name");
  }

  @Property(tries = 100)
  void theFilledCopyFillsToItself(@ForAll long seed) {
    FilledExperiment first = fill(Json.pretty(new ToyValues(seed).experiment()));
    FilledExperiment second = fill(Json.pretty(first.json()));
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(second.setups()).isEqualTo(first.setups());
  }

  @Test
  void theFilledCopyShowsEveryDefault() {
    assertThat(Json.pretty(fill(LEAST).json()))
        .isEqualTo(
            """
            {
              "name" : "file-name",
              "seed" : 1,
              "task" : {
                "type" : "toy",
                "window" : 3,
                "noise" : 0.5,
                "salt" : 0,
                "shuffle" : true,
                "fault" : "none",
                "scale" : {
                  "type" : "standard"
                },
                "lags" : [
                  1,
                  2
                ],
                "file" : null,
                "season" : 12,
                "split" : {
                  "train" : 8,
                  "test" : 4
                }
              },
              "model" : {
                "type" : "sequence-model",
                "frontEnd" : null,
                "recurrent" : {
                  "cell" : {
                    "type" : "gru",
                    "units" : 4,
                    "reset" : "after"
                  },
                  "layers" : 1,
                  "bidirectional" : false,
                  "dropout" : 0.0,
                  "weightDrop" : 0.0
                },
                "embedding" : null,
                "dropout" : 0.0,
                "initializer" : {
                  "type" : "pytorch"
                }
              },
              "training" : {
                "optimizer" : {
                  "type" : "adam",
                  "learningRate" : 0.001,
                  "beta1" : 0.9,
                  "beta2" : 0.999,
                  "epsilon" : 1.0E-8
                },
                "schedule" : {
                  "type" : "constant"
                },
                "epochs" : 50,
                "batchSize" : 32,
                "clipNorm" : null,
                "clipValue" : null,
                "patience" : null
              },
              "compare" : {
                "seeds" : 1,
                "match" : "units",
                "against" : null,
                "search" : null,
                "variants" : [
                  {
                    "name" : "gru",
                    "set" : { }
                  }
                ]
              }
            }
            """);
  }

  @Test
  void aFrontEndIsReadAndWritten() {
    ObjectNode tree = (ObjectNode) Json.parse(LEAST, "test");
    String frontEnd =
        """
        {"layers":[{"filters":8,"size":3,"stride":1,"pool":2}],"pooling":"mean","features":16}""";
    ((ObjectNode) tree.get("model")).set("frontEnd", Json.parse(frontEnd, "test"));
    FilledExperiment filled = fill(Json.line(tree));
    assertThat(Json.line(filled.json().get("model").get("frontEnd"))).isEqualTo(frontEnd);
  }

  @Test
  void variantsChangeTheUsersOwnTree() {
    // The base's cell has no key that gru lacks, so its type alone can be changed.
    ObjectNode tree = (ObjectNode) Json.parse(LEAST, "test");
    tree.set(
        "compare",
        Json.parse(
            """
            {"variants": [
              {"name": "small", "set": {"model.recurrent.cell.units": 2}},
              {"name": "lstm", "set": {"model.recurrent.cell.type": "lstm", "task.window": 3}},
              {"name": "sgd", "set": {"training.optimizer.type": "sgd", "task.lags": [1, 5]}}
            ]}
            """,
            "test"));
    FilledExperiment filled = fill(Json.line(tree));
    assertThat(filled.experiment().compare().seeds()).isEqualTo(3);
    assertThat(filled.setups().get(0).model().cell())
        .isEqualTo(new ToyCells.Gru(2, ToyCells.Reset.AFTER));
    assertThat(filled.setups().get(1).model().cell()).isEqualTo(new ToyCells.Lstm(4, 1));
    assertThat(filled.setups().get(1).cell()).isEqualTo("lstm");
    assertThat(filled.json().at("/compare/variants"))
        .hasToString(
            """
            [{"name":"small","set":{"model.recurrent.cell.units":2}},\
            {"name":"lstm","set":{"model.recurrent.cell":{"type":"lstm","units":4,"forgetBias":1.0}}},\
            {"name":"sgd","set":{"task.lags":[1,5],\
            "training.optimizer":{"type":"sgd","learningRate":0.1,"momentum":0.0}}}]""");
  }
}
