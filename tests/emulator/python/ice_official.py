"""The official client of ICE: typed models, ACS3-HMAC-SHA256, `accept` and `user-agent` signed too.

start NAME            makes a template and submits a job
finish TEMPLATE JOB   reads the job's files, deletes them and the template
refused               calls with a wrong secret
"""

import sys

from alibabacloud_ice20201109 import models
from alibabacloud_ice20201109.client import Client
from alibabacloud_tea_openapi.utils_models import Config

from target import TARGET, host, tell


def client(secret=TARGET["accessKeySecret"]):
    return Client(
        Config(
            access_key_id=TARGET["accessKeyId"],
            access_key_secret=secret,
            security_token=TARGET.get("securityToken"),
            endpoint=host("ice"),
            protocol="http",
        )
    )


def start(name):
    ice = client()
    template = ice.create_live_record_template(
        models.CreateLiveRecordTemplateRequest(
            name=name,
            record_format=[
                models.CreateLiveRecordTemplateRequestRecordFormat(
                    format="mp4", oss_object_prefix=TARGET["prefix"], cycle_duration=3600
                )
            ],
        )
    ).body
    job = ice.submit_live_record_job(
        models.SubmitLiveRecordJobRequest(
            name=name,
            template_id=template.template_id,
            stream_input=models.SubmitLiveRecordJobRequestStreamInput(type="rtmp", url=TARGET["streamUrl"]),
            record_output=models.SubmitLiveRecordJobRequestRecordOutput(type="oss", bucket=TARGET["bucket"]),
        )
    ).body
    read = ice.get_live_record_job(models.GetLiveRecordJobRequest(job_id=job.job_id)).body.record_job
    listed = ice.list_live_record_jobs(models.ListLiveRecordJobsRequest(keyword=name)).body
    tell(
        templateId=template.template_id,
        jobId=job.job_id,
        readName=read.name,
        listedJobIds=[each.job_id for each in listed.live_record_jobs],
    )


def finish(template_id, job_id):
    ice = client()
    status = ice.get_live_record_job(models.GetLiveRecordJobRequest(job_id=job_id)).body.record_job.status
    list_files = models.ListLiveRecordFilesRequest(job_ids=[job_id], record_format="mp4")
    files = ice.list_live_record_files(list_files).body.files
    ice.delete_live_record_files(
        models.DeleteLiveRecordFilesRequest(record_ids=[each.record_id for each in files], remove_file=True)
    )
    left = ice.list_live_record_files(list_files).body.files
    ice.delete_live_record_template(models.DeleteLiveRecordTemplateRequest(template_id=template_id))
    tell(status=status, recordUrls=[each.record_url for each in files], filesLeft=len(left or []))


def refused():
    try:
        client(secret="wrong").list_live_record_templates(models.ListLiveRecordTemplatesRequest())
        tell(code=None)
    except Exception as error:
        tell(code=error.code)


{"start": start, "finish": finish, "refused": refused}[sys.argv[1]](*sys.argv[2:])
