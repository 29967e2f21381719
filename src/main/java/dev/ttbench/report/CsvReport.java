package dev.ttbench.report;

import dev.ttbench.profile.OperatorRow;
import dev.ttbench.profile.Profile;
import dev.ttbench.profile.StageProfile;
import java.io.IOException;

/** The profile as CSV: a header and one row an operator, or one row a group. */
public final class CsvReport implements Report {
    /** The columns of operators. */
    public static final String HEADER = "model,stage,index,path,operator,category,attention_kind,count,input_shapes,output_shape,sequence_length,"
            + "flops,vector_flops,bytes_read,bytes_written,parameters,time_s,total_time_s,bound,live_bytes,least_time_s";
    /** The columns of groups. */
    public static final String GROUP_HEADER = "key,count,flops,bytes,total_time_s,share,bound,least_time_s";

    @Override
    public void write(Profile p, ReportSettings settings, Appendable out) throws IOException {
        CsvRow row = new CsvRow(out);
        if (settings.by() != null) {
            out.append(GROUP_HEADER).append("\r\n");
            for (Group g : Grouping.of(p, settings.by())) {
                row.field(g.key()).field(g.count()).field(g.flops().toString()).field(g.bytes().toString()).field(Decimal.of(g.totalSeconds()))
                        .field(Decimal.of(g.share())).field(g.bound()).field(Decimal.of(g.leastSeconds())).end();
            }
            return;
        }
        out.append(HEADER).append("\r\n");
        for (StageProfile s : p.stages()) {
            for (OperatorRow r : s.operators()) {
                row.field(p.model().id()).field(s.facts().id()).field(r.index()).field(r.path()).field(r.operator()).field(r.category().label())
                        .field(r.attentionKind()).field(r.count()).field(Shapes.text(r.inputShapes())).field(Shapes.text(r.outputShape()))
                        .field(r.sequenceLength()).field(r.flops()).field(r.vectorFlops()).field(r.bytesRead()).field(r.bytesWritten())
                        .field(r.parameters()).field(Decimal.of(r.seconds())).field(Decimal.of(r.totalSeconds())).field(r.bound().id())
                        .field(r.liveBytes()).field(Decimal.of(r.leastSeconds())).end();
            }
        }
    }
}
