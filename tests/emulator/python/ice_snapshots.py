"""The official client of ICE through the life of a snapshot job.

start NAME                    makes a template and submits a job
finish TEMPLATE JOB FROM TO   lists the job's pictures in pages of two, deletes the first, stops the job, deletes the
                              template
"""

import sys

from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from target import TARGET, host, tell

ice = Client(
    Config(
        access_key_id=TARGET["accessKeyId"],
        access_key_secret=TARGET["accessKeySecret"],
        endpoint=host("ice"),
        protocol="http",
    )
)


def start(name):
    template = ice.create_live_snapshot_template(
        models.CreateLiveSnapshotTemplateRequest(
            template_name=name, time_interval=10, sequence_format=TARGET["prefix"]
        )
    ).body
    job = ice.submit_live_snapshot_job(
        models.SubmitLiveSnapshotJobRequest(
            job_name=name,
            template_id=template.template_id,
            stream_input=models.SubmitLiveSnapshotJobRequestStreamInput(type="rtmp", url=TARGET["streamUrl"]),
            snapshot_output=models.SubmitLiveSnapshotJobRequestSnapshotOutput(
                storage_type="oss", bucket=TARGET["bucket"], endpoint="oss-cn-shanghai.aliyuncs.com"
            ),
        )
    ).body
    read = ice.get_live_snapshot_job(models.GetLiveSnapshotJobRequest(job_id=job.job_id)).body
    listed = ice.list_live_snapshot_jobs(models.ListLiveSnapshotJobsRequest(search_key_word=name)).body
    tell(
        templateId=template.template_id,
        jobId=job.job_id,
        readName=read.job_name,
        listedJobIds=[each.job_id for each in listed.job_list],
    )


def pictures(job_id, start_time, end_time):
    found = []
    while start_time:
        page = ice.list_live_snapshot_files(
            models.ListLiveSnapshotFilesRequest(
                job_id=job_id, start_time=start_time, end_time=end_time, limit=2
            )
        ).body
        found += page.file_list or []
        start_time = page.next_start_time
    return found


def finish(template_id, job_id, start_time, end_time):
    found = pictures(job_id, start_time, end_time)
    ice.delete_live_snapshot_files(
        models.DeleteLiveSnapshotFilesRequest(
            job_id=job_id, create_timestamp_list=[found[0].create_timestamp], delete_original_file=True
        )
    )
    ice.send_live_snapshot_job_command(
        models.SendLiveSnapshotJobCommandRequest(job_id=job_id, command="stop")
    )
    status = ice.get_live_snapshot_job(models.GetLiveSnapshotJobRequest(job_id=job_id)).body.status
    ice.delete_live_snapshot_template(models.DeleteLiveSnapshotTemplateRequest(template_id=template_id))
    left = pictures(job_id, start_time, end_time)
    tell(status=status, objects=[each.oss_object for each in found], left=[each.oss_object for each in left])


{"start": start, "finish": finish}[sys.argv[1]](*sys.argv[2:])
