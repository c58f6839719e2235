"""The older core client: HMAC-SHA1 version 1.0, generic requests. Takes the same commands as ice_official.py."""

import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import AccessKeyCredential, StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

from target import TARGET, host, tell


def call(action, method="GET", body=None, secret=TARGET["accessKeySecret"], **query):
    token = TARGET.get("securityToken")
    key = (TARGET["accessKeyId"], secret)
    client = AcsClient(
        region_id="cn-shanghai",
        credential=StsTokenCredential(*key, token) if token else AccessKeyCredential(*key),
        auto_retry=False,
    )
    request = CommonRequest(domain=host("ice"), version="2020-11-09", action_name=action)
    request.set_protocol_type("http")
    request.set_method(method)
    request.set_accept_format("json")
    for name, value in query.items():
        request.add_query_param(name, value)
    for name, value in (body or {}).items():
        request.add_body_params(name, value)
    return json.loads(client.do_action_with_exception(request))


def start(name):
    record_format = json.dumps([{"Format": "mp4", "OssObjectPrefix": TARGET["prefix"], "CycleDuration": 3600}])
    template = call("CreateLiveRecordTemplate", "POST", {"Name": name, "RecordFormat": record_format})
    job = call(
        "SubmitLiveRecordJob",
        "POST",
        {
            "Name": name,
            "TemplateId": template["TemplateId"],
            "StreamInput": json.dumps({"Type": "rtmp", "Url": TARGET["streamUrl"]}),
            "RecordOutput": json.dumps({"Type": "oss", "Bucket": TARGET["bucket"]}),
        },
    )
    read = call("GetLiveRecordJob", JobId=job["JobId"])["RecordJob"]
    listed = call("ListLiveRecordJobs", Keyword=name)["LiveRecordJobs"]
    tell(
        templateId=template["TemplateId"],
        jobId=job["JobId"],
        readName=read["Name"],
        listedJobIds=[each["JobId"] for each in listed],
    )


def finish(template_id, job_id):
    status = call("GetLiveRecordJob", JobId=job_id)["RecordJob"]["Status"]
    list_files = {"JobIds.1": job_id, "RecordFormat": "mp4"}
    files = call("ListLiveRecordFiles", **list_files)["Files"]
    ids = {"RecordIds.%d" % (index + 1): each["RecordId"] for index, each in enumerate(files)}
    call("DeleteLiveRecordFiles", "POST", RemoveFile="true", **ids)
    left = call("ListLiveRecordFiles", **list_files)["Files"]
    call("DeleteLiveRecordTemplate", "POST", TemplateId=template_id)
    tell(status=status, recordUrls=[each["RecordUrl"] for each in files], filesLeft=len(left))


def refused():
    try:
        call("ListLiveRecordTemplates", secret="wrong")
        tell(code=None)
    except ServerException as error:
        tell(code=error.get_error_code())


{"start": start, "finish": finish, "refused": refused}[sys.argv[1]](*sys.argv[2:])
