package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.Values;
import dev.carousel.serve.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** {@code carousel predict}: a trained model answers requests. */
@Command(
    name = "predict",
    description = {
      "Asks a trained model: reads a JSON object a line and prints one a line, in the same order.",
      "Needs the run alone, not its data. In place of a run it takes the model of another system,",
      "FILE.onnx; a request is then {\"inputs\": {NAME: nested lists, ...}}."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ModelOptions model;

  @Mixin private InputOption input;

  PredictCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    input.check();
    Service service = model.service(session);
    input.answerAll(session, (lines, some) -> answer(service, lines, some));
    return Carousel.DONE;
  }

  private void answer(Service service, Lines lines, List<Lines.Line> some) throws IOException {
    List<Map<String, Object>> requests = new ArrayList<>();
    InvalidDataException broken = null;
    for (int i = 0; i < some.size() && broken == null; i++) {
      try {
        requests.add(request(lines, some.get(i)));
      } catch (InvalidDataException e) {
        broken = e;
      }
    }
    if (!requests.isEmpty()) {
      for (Map<String, Object> reply : replies(service, lines, some, requests)) {
        print(reply);
      }
    }
    if (broken != null) {
      throw broken;
    }
  }

  private static Map<String, Object> request(Lines lines, Lines.Line line) {
    JsonNode tree = Json.parseLine(line.text(), lines.source(), line.number());
    try {
      return Values.object(tree);
    } catch (InvalidDataException e) {
      throw lines.refused(line, e);
    }
  }

  private List<Map<String, Object>> replies(
      Service service, Lines lines, List<Lines.Line> some, List<Map<String, Object>> requests)
      throws IOException {
    try {
      return service.answer(requests);
    } catch (InvalidDataException e) {
      answerUpToTheRefused(service, lines, some, requests);
      throw e;
    }
  }

  /** Together, requests do not tell which of them is refused. */
  private void answerUpToTheRefused(
      Service service, Lines lines, List<Lines.Line> some, List<Map<String, Object>> requests)
      throws IOException {
    for (int i = 0; i < requests.size(); i++) {
      List<Map<String, Object>> replies;
      try {
        replies = service.answer(requests.subList(i, i + 1));
      } catch (InvalidDataException e) {
        throw lines.refused(some.get(i), e);
      }
      print(replies.get(0));
    }
  }

  private void print(Map<String, Object> reply) throws IOException {
    Reply.print(session.out(), Json.line(Values.tree(reply)) + "\n");
  }
}
